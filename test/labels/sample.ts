import type { LabelInput } from "../../dist/labels/index.js";
import type { LabelledDocument, LabelledStatement, Span } from "../../dist/schemas/index.js";

/** A text with an emoji before its statements, so that UTF-16 units and code points part ways. */
export const TEXT =
  "😀 “We back the plan,” said Hakan Fidan, “and we will\nsign it.” He condemned the strike on Rafah.";

const points = Array.from(TEXT);

/** Where words stand in the text, in code points. */
export function at(words: string): Span {
  const start = Array.from(TEXT.slice(0, TEXT.indexOf(words))).length;
  return [start, start + Array.from(words).length];
}

export const wordsAt = ([start, end]: Span): string => points.slice(start, end).join("");

export const STATEMENTS: LabelledStatement[] = [
  {
    source: [at("Hakan Fidan")],
    cue: [at("said")],
    content: [at("“We back the plan,”"), at("“and we will\nsign it.”")],
    speaker: "Hakan Fidan",
    speakerType: "person",
    targets: [{ span: at("plan"), text: "plan", name: "plan", stance: "favor" }],
  },
  {
    source: [at("He")],
    cue: [at("condemned")],
    content: [at("the strike on Rafah")],
    speaker: "Hakan Fidan",
    speakerType: "person",
    targets: [
      { span: at("strike"), text: "strike", name: "strike on Rafah", stance: "against" },
      { span: at("Rafah"), text: "Rafah", name: "Rafah", stance: "neutral" },
    ],
  },
];

export const DOCUMENT: LabelledDocument = {
  id: "news/7",
  text: TEXT,
  statements: STATEMENTS,
  attributionOnly: false,
  fields: { title: "Fidan speaks", domain: "example.org" },
};

/** A file in memory. */
export function input(name: string, content: string): LabelInput {
  return { name, files: new Map([[name, content]]) };
}

/** A row of our gold, changed as a test needs it. */
export function goldRow(
  change: Record<string, unknown> = {},
  statement: Record<string, unknown> = {},
): string {
  const statements = STATEMENTS.map(({ speakerType, ...one }) => ({ ...one, speaker_type: speakerType }));
  Object.assign(statements[1]!, statement);
  return JSON.stringify({ id: "a", text: TEXT, statements, ...change });
}
