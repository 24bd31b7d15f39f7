import { isDeepStrictEqual } from "node:util";
import type { LabelledDocument } from "../schemas/index.js";
import { readLabels } from "./read-labels.js";
import type { WrittenFormat } from "./write-labels.js";

/** Something that a format cannot hold, and how often it was there. */
export interface Loss {
  readonly what: string;
  readonly count: number;
}

/**
 * What is lost by writing labels: the files are read back, and all that is not as it was is counted. So nothing is
 * claimed of a format that its reader and writer do not do.
 */
export function lossesOf(
  before: readonly LabelledDocument[],
  files: ReadonlyMap<string, string>,
  format: WrittenFormat,
): Loss[] {
  const { documents } = readLabels({ name: "converted", files }, { format });
  const after = new Map(documents.map(({ document }) => [document.id, document]));
  const counts = new Map<string, number>();
  for (const document of before) {
    const copy = after.get(document.id);
    const lost = copy ? differences(factsOf(document), factsOf(copy)) : ["document"];
    for (const what of lost) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => ({ what, count }));
}

interface Fact {
  readonly what: string;
  readonly value: unknown;
}

/** Everything that labels say, one after the other, by the place where it stands. */
function factsOf({ text, statements, attributionOnly, fields, model }: LabelledDocument): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const tell = (key: string, what: string, value: unknown) => {
    if (value !== undefined) facts.set(key, { what, value });
  };
  tell("text", "text", text);
  tell("model", "the model's name", model);
  for (const [name, value] of Object.entries(fields ?? {})) tell(`field ${name}`, `field ${name}`, value);
  statements.forEach(({ targets, ...statement }, s) => {
    for (const [name, value] of Object.entries(statement)) {
      // Where only attributions were labelled there is nothing to lose of a speaker.
      if (!(attributionOnly && name.startsWith("speaker"))) tell(`${s} ${name}`, WORDS[name] ?? name, value);
    }
    targets.forEach(({ text: _words, ...target }, t) => {
      for (const [name, value] of Object.entries(target))
        tell(`${s} ${t} ${name}`, `target's ${WORDS[name] ?? name}`, value);
    });
  });
  return facts;
}

const WORDS: Record<string, string> = {
  speakerType: "speaker type",
  speakerConfidence: "confidence of the speaker",
  confidence: "confidence",
  scores: "stance scores",
};

function differences(before: ReadonlyMap<string, Fact>, after: ReadonlyMap<string, Fact>): string[] {
  return [...before].flatMap(([key, { what, value }]) =>
    isDeepStrictEqual(value, after.get(key)?.value) ? [] : [what],
  );
}
