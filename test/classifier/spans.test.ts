import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";
import { codePointSlicesOf, expectSpansToFit, slicesOf, spansOf } from "./spans.ts";

/** Each yields a statement where it stands alone. */
const SENTENCES = [
  "“We will not sell the port,” said Mayor Lena Holm.",
  "She said that the talks in Oslo had failed.",
  "Hakan Fidan condemned the strike on Rafah.",
  "“The plan,” Omar Diaz said, “is a gift to Rafah.”",
];
const PLANTS = {
  emoji: ["😀", "👍🏽", "🇹🇷", "👨‍👩‍👧"],
  "Windows line ends": ["\r\n", "\r\n\r\n"],
  tabs: ["\t", "\t\t"],
  "no-break spaces": ["\u00a0", "\u202f", "\ufeff"],
  "combining marks": ["\u0301", "e\u0301", "\u0327\u0308"],
  "right-to-left text": ["قال أورتيغا", "שלום", "\u202b"],
  "lone surrogates": ["\ud83d", "\udc00"],
};
const RUNS = 25;

/** Sentences with plants before, between and inside them. */
function planted(plants: readonly string[]): fc.Arbitrary<string> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const places = fc.array(fc.record({ plant: fc.constantFrom(...plants), share }), { maxLength: 6 });
  const prose = fc.array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.constantFrom(...plants), prose, places).map(([first, sentences, rest]) => {
    let text = sentences.join(" ");
    for (const { plant, share } of rest) {
      const at = Math.round(share * text.length);
      text = text.slice(0, at) + plant + text.slice(at);
    }
    return `${first} ${text}`;
  });
}

let classifier: Classifier;
beforeAll(async () => {
  classifier = await createClassifier({ workers: 2 });
});
afterAll(() => classifier.close());

describe("every span is the piece of the text that it is given with, in UTF-16 units and in code points", () => {
  test.each(Object.entries(PLANTS))("whatever the text holds: %s", async (_name, plants) => {
    let withStatements = 0;
    const targets = [{ name: "Rafah" }];
    await fc.assert(
      fc.asyncProperty(planted(plants), async (text) => {
        const [units, points] = await Promise.all(
          (["utf16", "codepoint"] as const).map((offsetUnit) =>
            classifier.classify({ text, targets }, { offsetUnit, sentences: true }),
          ),
        );
        const [slice, slicePoints] = [slicesOf(text), codePointSlicesOf(text)];
        expectSpansToFit(units!.statements, slice);
        expectSpansToFit(points!.statements, slicePoints);
        expect(points!.statements.flatMap(spansOf).map(slicePoints)).toEqual(
          units!.statements.flatMap(spansOf).map(slice),
        );
        if (units!.statements.length > 0) withStatements++;
      }),
      { numRuns: RUNS },
    );
    expect(withStatements).toBeGreaterThan(RUNS / 2);
  });
});
