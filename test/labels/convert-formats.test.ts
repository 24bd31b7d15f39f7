import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lossesOf, readGold, readLabels, WRITTEN_FORMATS, writeLabels } from "../../dist/labels/index.js";
import type { LabelledDocument, LabelledStatement, Span } from "../../dist/schemas/index.js";
import { DOCUMENT, input } from "./sample.ts";

const there = (documents: readonly LabelledDocument[], format: (typeof WRITTEN_FORMATS)[number]) => {
  const files = writeLabels(documents, format);
  const read = readLabels({ name: "x", files }, { format });
  expect(read.faults).toEqual([]);
  return read.documents.map(({ document }) => document);
};

describe.each(WRITTEN_FORMATS)("labels written as %s and read again", (format) => {
  test.each(["authored/train", "authored_multilingual/dev"])("are the same statements: %s", (set) => {
    const file = `datasets/${set}.jsonl`;
    const gold = readGold(readFileSync(file, "utf8"), file);
    expect(there(gold, format).map(({ id, text, statements }) => ({ id, text, statements }))).toEqual(
      gold.map(({ id, text, statements }) => ({ id, text, statements })),
    );
  });

  test("keep a document without statements, and one whose speakers nobody labelled", () => {
    const bare = DOCUMENT.statements.map((one) => ({
      ...one,
      speaker: null,
      speakerType: null,
      targets: [],
    }));
    const documents: LabelledDocument[] = [
      { id: "empty", text: "It rained.", statements: [], attributionOnly: false },
      { id: "bare", text: DOCUMENT.text, statements: bare, attributionOnly: true },
    ];
    expect(there(documents, format)).toMatchObject(documents);
  });

  test("survive any text and any spans (property)", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 4, maxLength: 60 })
      .filter((one) => one.trim() !== "");
    const cases = fc.tuple(
      text,
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(cases, ([text, numbers]) => {
        // White space alone is nothing that anybody can mark, and brat ends its passages at line ends.
        const statements = numbers.flatMap((four, index) => statementOn(text, four, index));
        const document: LabelledDocument = { id: "a b/ü", text, statements, attributionOnly: false };
        expect(there([document], format)[0]!.statements).toEqual(statements);
      }),
      { numRuns: 150 },
    );
  });
});

/** A statement whose parts begin and end with a letter; none where the text has too few. */
function statementOn(text: string, numbers: readonly number[], index: number): LabelledStatement[] {
  const letters = Array.from(text).flatMap((point, at) => (/[\p{L}\p{N}]/u.test(point) ? [at] : []));
  if (letters.length < 2) return [];
  const [a, b, c, d] = numbers.map((number) => letters[number % letters.length]!) as [
    number,
    number,
    number,
    number,
  ];
  const span = (x: number, y: number): Span => [Math.min(x, y), Math.max(x, y) + 1];
  const words = (s: Span) =>
    Array.from(text)
      .slice(...s)
      .join("");
  const target = span(b, c);
  return [
    {
      source: index % 2 === 0 ? [span(c, d)] : [],
      cue: [span(d, d)],
      content: [span(a, b)],
      speaker: index % 2 === 0 ? `Speaker ${index}` : null,
      speakerType: index % 2 === 0 ? "group" : "none",
      targets: [{ span: target, text: words(target), name: `name ${a}`, stance: "against" }],
    },
  ];
}

describe("what is lost", () => {
  const predicted: LabelledDocument = {
    ...DOCUMENT,
    model: "small 0.1.0",
    statements: DOCUMENT.statements.map((one) => ({
      ...one,
      confidence: 0.9,
      speakerConfidence: 0.8,
      targets: one.targets.map((target) => ({
        ...target,
        confidence: 0.7,
        scores: { favor: 0.5, against: 0.3, neutral: 0.2 },
      })),
    })),
  };

  test.each([
    ["gold", []],
    ["csv", ["the model's name", "field title", "field domain"]],
    ["label-studio", ["target's stance scores"]],
    [
      "brat",
      [
        "the model's name",
        "field title",
        "field domain",
        "confidence of the speaker",
        "confidence",
        "target's confidence",
        "target's stance scores",
      ],
    ],
  ] as const)("by writing predictions as %s is told", (format, what) => {
    const files = writeLabels([predicted], format, { as: "predictions" });
    expect(
      lossesOf([predicted], files, format)
        .map((loss) => loss.what)
        .sort(),
    ).toEqual([...what].sort());
  });

  test("by writing gold as Label Studio is nothing", () => {
    expect(lossesOf([DOCUMENT], writeLabels([DOCUMENT], "label-studio"), "label-studio")).toEqual([]);
  });
});

test("PolNeAR's rows are read as attributions, each annotator's kept", () => {
  const attribution = { source: [], cue: [], content: [[0, 2]] };
  const annotations = [
    { annotator: "x", attributions: [attribution] },
    { annotator: "y", attributions: [] },
  ];
  const row = JSON.stringify({ id: "p", text: "It rained.", annotations });
  const { documents, annotators } = readLabels(input("p.jsonl", row));
  expect(documents[0]!.document).toMatchObject({
    attributionOnly: true,
    statements: [{ content: [[0, 2]] }],
  });
  expect([...annotators].map(([name, [one]]) => [name, one!.statements.length])).toEqual([
    ["x", 1],
    ["y", 0],
  ]);
});
