import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { keepLikelyCues } from "../../dist/encoder/index.js";
import { seededRandom } from "../../dist/evaluation/index.js";
import { readWindow } from "../../dist/graph/index.js";
import { plainNameEnd, plainStatements, range } from "./plain-decoder.ts";
import { randomDocument, randomSettings, randomWindow } from "./random-window.ts";

const windows = fc.record({
  seed: fc.integer(),
  before: fc.nat(2),
  length: fc.integer({ min: 1, max: 6 }),
  after: fc.nat(2),
});

function windowOf({
  seed,
  before,
  length,
  after,
}: {
  seed: number;
  before: number;
  length: number;
  after: number;
}) {
  const random = seededRandom(seed);
  const document = randomDocument(random, before + length + after);
  return {
    view: randomWindow(random, document, before, before + length),
    settings: randomSettings(random),
  };
}

describe("a window's statements", () => {
  test("are those of the plain decoder, which tries every path", () => {
    let statements = 0;
    fc.assert(
      fc.property(windows, (chosen) => {
        const { view, settings } = windowOf(chosen);
        const { edges } = readWindow(view, settings, () => true);
        const plain = plainStatements(view, settings);
        statements += plain.length;
        const found = edges.map(({ cue, source, content, targets, speakerType, confidence }) => ({
          cue: [cue.first, cue.end],
          source: source.map(({ first, end }) => [first, end]),
          content: content.map(({ first, end }) => [first, end]),
          targets: targets.map(({ mention, confidence: sure, stanceLogits }) => ({
            range: [mention.first, mention.end],
            confidence: expect.closeTo(sure, 9),
            stance: [...stanceLogits],
          })),
          speakerType,
          confidence: expect.closeTo(confidence, 5),
        }));
        expect(plain).toEqual(found);
      }),
      { numRuns: 300 },
    );
    expect(statements).toBeGreaterThan(50);
  });

  test("are left to the window that decides the cue's first word", () => {
    fc.assert(
      fc.property(windows, fc.nat(9), (chosen, word) => {
        const { view, settings } = windowOf(chosen);
        const all = readWindow(view, settings, () => true).edges;
        const owned = readWindow(view, settings, (w) => w === word).edges;
        expect(owned).toEqual(all.filter(({ cue }) => cue.first === word));
      }),
    );
  });
});

describe("a window without its unlikely cues", () => {
  test("says what the whole window says, to the last digit", () => {
    let left = 0;
    fc.assert(
      fc.property(windows, (chosen) => {
        const { view, settings } = windowOf(chosen);
        const likely = keepLikelyCues(view.outputs, settings.cueThreshold);
        left += view.outputs.cueIndex.length - likely.cueIndex.length;
        const withoutRow = ({ edges, names }: ReturnType<typeof readWindow>) => ({
          names,
          edges: edges.map((edge) => ({ ...edge, row: 0 })),
        });
        const whole = readWindow(view, settings, () => true);
        expect(withoutRow(readWindow({ ...view, outputs: likely }, settings, () => true))).toEqual(
          withoutRow(whole),
        );
      }),
    );
    expect(left).toBeGreaterThan(0);
  });
});

describe("a window's names", () => {
  test("are the likeliest of its words, with their extent", () => {
    fc.assert(
      fc.property(windows, (chosen) => {
        const { view, settings } = windowOf(chosen);
        const { begin, end } = view.window;
        const logit = (word: number) =>
          view.outputs.nameLogit[view.document.firstPiece[word]! - view.document.firstPiece[begin]! + 1]!;
        const { names } = readWindow(view, settings, (word) => word !== begin);
        const best = range(begin + 1, end)
          .sort((a, b) => logit(b) - logit(a))
          .slice(0, settings.antecedent.candidatesPerWindow);
        expect([...names.first]).toEqual(best);
        expect([...names.end]).toEqual(best.map((word) => plainNameEnd(view, word, end)));
      }),
    );
  });
});
