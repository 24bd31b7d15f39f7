import { StatementStanceError } from "../../errors/index.js";
import { PART_LABELS, TAGS } from "./names.js";

/** Where a project's configuration has its text. */
export interface TextTag {
  /** The tag's name, which results refer to. */
  readonly toName: string;
  /** The key of a task's data that holds the text. */
  readonly key: string;
}

interface Tag {
  getAttribute(name: string): string | null;
}

const USUAL: TextTag = { toName: TAGS.text, key: TAGS.text };
/** The controls that our results are made for. */
const CONTROLS = [TAGS.part, TAGS.stance, TAGS.speakerType, TAGS.speaker, TAGS.targetName];

/**
 * Finds the text in a labelling configuration that holds the controls of docs/label-studio.xml; without one, its names.
 * The parser, a large library, is loaded with the first configuration.
 * @throws invalid-request with what is missing
 */
export async function textTagOf(configuration: string | null | undefined): Promise<TextTag> {
  if (!configuration?.trim()) return USUAL;
  const { DOMParser } = await import("linkedom");
  const document = new DOMParser().parseFromString(configuration, "text/xml");
  const all = (selector: string) => [...document.querySelectorAll(selector)] as unknown as Tag[];
  const names = all("Labels, Choices, TextArea").map((tag) => tag.getAttribute("name"));
  const labels = all("Label").map((tag) => tag.getAttribute("value"));
  const text = all("Text").find((tag) => tag.getAttribute("value")?.startsWith("$"));
  const missing = [
    ...CONTROLS.filter((name) => !names.includes(name)).map((name) => `the control ${name}`),
    ...Object.keys(PART_LABELS)
      .filter((value) => !labels.includes(value))
      .map((value) => `the label ${value}`),
    ...(text ? [] : ["a Text tag with a value"]),
  ];
  if (!text || missing.length > 0) {
    const detail = `the labelling configuration lacks ${missing.join(", ")}: take docs/label-studio.xml`;
    throw new StatementStanceError("invalid-request", detail);
  }
  return { toName: text.getAttribute("name") ?? TAGS.text, key: text.getAttribute("value")!.slice(1) };
}
