import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import {
  calibrationOf,
  compareSystems,
  confidenceCurve,
  evaluate,
  pairDocuments,
  seededRandom,
} from "../../dist/evaluation/index.js";
import { readGold } from "../../dist/labels/index.js";
import { Evaluation, type LabelledDocument } from "../../dist/schemas/index.js";
import { DOCUMENT } from "../labels/sample.ts";

const FILE = "datasets/authored/dev.jsonl";
const gold = readGold(readFileSync(FILE, "utf8"), FILE);
const kind = () => () => "direct";

/** Gold from which each statement is lost, or has its chief stance turned, with some probability. */
function disturbed(loss: number, turned: number, seed = 1): LabelledDocument[] {
  const random = seededRandom(seed);
  return gold.map((document) => ({
    ...document,
    statements: document.statements
      .filter(() => random() >= loss)
      .map((statement) => ({
        ...statement,
        targets: statement.targets.map((target) => ({
          ...target,
          stance: random() < turned ? ("neutral" as const) : target.stance,
        })),
      })),
  }));
}

/** Gold as one has it who labelled neither speakers nor targets. */
const bare: LabelledDocument[] = gold.map((document) => ({
  ...document,
  attributionOnly: true,
  statements: document.statements.map((one) => ({ ...one, speaker: null, speakerType: null, targets: [] })),
}));

describe("an evaluation", () => {
  const evaluation = evaluate(pairDocuments(gold, disturbed(0.3, 0.3)), kind);

  test("has the shape that the service promises", () => {
    expect(Evaluation.parse(evaluation)).toEqual(evaluation);
  });

  test("gives each figure within its interval, the interval of precision and recall too", () => {
    for (const { f1, precision, recall } of evaluation.figures) {
      for (const measured of [f1, precision, recall]) {
        if (!measured) continue;
        expect(measured.value).toBeGreaterThanOrEqual(measured.low);
        expect(measured.value).toBeLessThanOrEqual(measured.high);
      }
    }
    const statement = evaluation.figures.find(({ name }) => name === "statement")!;
    expect(statement.precision!.value).toBe(100);
    expect(statement.recall!.value).toBeLessThan(80);
    expect(statement.recall!.low).toBeLessThan(statement.recall!.high);
  });

  test("counts each gold target in the confusion of stances, found or missed", () => {
    const { labels, counts } = evaluation.confusion!.stance;
    expect(labels).toEqual(["favor", "against", "neutral", "none"]);
    const targets = gold.flatMap(({ statements }) => statements.flatMap((one) => one.targets));
    labels.slice(0, 3).forEach((stance, row) => {
      const sum = counts[row]!.reduce((a, b) => a + b, 0);
      expect(sum).toBe(targets.filter((target) => target.stance === stance).length);
    });
  });

  test("breaks down by kind, source form, stance, speaker type, domain and length", () => {
    const by = evaluation.breakdown.map((one) => one.by);
    expect(by).toEqual(["kind", "source form", "chief stance", "speaker type", "domain", "length"]);
    for (const { groups } of evaluation.breakdown)
      expect(groups.reduce((sum, { statements }) => sum + statements, 0)).toBe(evaluation.statements.gold);
  });

  test("of attributions alone gives the figures that can be given", () => {
    for (const [a, b] of [
      [bare, gold],
      [gold, bare],
    ] as const) {
      const { attributionOnly, figures, kappa, ...others } = evaluate(pairDocuments(a, b), kind);
      expect([attributionOnly, kappa, others.confusion]).toEqual([true, null, null]);
      for (const { groups } of others.breakdown)
        for (const { found, speaker, quad } of groups)
          expect([found, speaker, quad]).toEqual([100, null, null]);
      for (const { of } of others.calibration) expect(of).toBe("statement");
      expect(figures.map(({ name, f1 }) => [name, f1.value])).toEqual([
        ["statement", 100],
        ["content_exact", 100],
        ["content_chars", 100],
        ["cue", 100],
        ["source", 100],
      ]);
    }
  });
});

describe("a paired bootstrap", () => {
  const pairs = (loss: number, turned: number, seed?: number) =>
    pairDocuments(gold, disturbed(loss, turned, seed));

  test("finds no difference between a system and itself", () => {
    for (const { difference, p } of compareSystems(pairs(0.3, 0.3), pairs(0.3, 0.3), 200)) {
      expect(difference).toEqual({ value: 0, low: 0, high: 0 });
      expect(p).toBe(1);
    }
  });

  test("measures neither speakers nor targets where one of the two systems has none", () => {
    const [full, without] = [pairDocuments(gold, gold), pairDocuments(gold, bare)];
    for (const compared of [compareSystems(full, without), compareSystems(without, full)])
      expect(compared.map(({ name, first, second }) => [name, first, second])).toEqual([
        ["statement", 100, 100],
        ["content_exact", 100, 100],
        ["content_chars", 100, 100],
        ["cue", 100, 100],
        ["source", 100, 100],
      ]);
  });

  test("tells a large difference from chance, and a chance one not", () => {
    const better = compareSystems(pairs(0.4, 0), pairs(0.1, 0)).find(({ name }) => name === "statement")!;
    expect(better.difference.value).toBeCloseTo(better.second - better.first);
    expect(better.difference.low).toBeGreaterThan(0);
    expect(better.p).toBeLessThan(0.01);
    const same = compareSystems(pairs(0.3, 0, 1), pairs(0.3, 0, 2)).find(({ name }) => name === "statement")!;
    expect(same.p).toBeGreaterThan(0.05);
  });
});

describe("calibration", () => {
  test("of a worked example: bins of 0.95 (3 of 4 right) and 0.55 (1 of 1) give 4/5 · 0.2 + 1/5 · 0.45", () => {
    const sure = [true, true, true, false].map((right) => ({ confidence: 0.95, right }));
    const { error, count, bins } = calibrationOf([...sure, { confidence: 0.55, right: true }]);
    expect([count, bins.map((bin) => [bin.low, bin.count, bin.accuracy])]).toEqual([
      5,
      [
        [0.5, 1, 1],
        [0.9, 4, 0.75],
      ],
    ]);
    expect(error).toBeCloseTo(0.25);
  });

  test("covers every confidence that predictions carry, and none that they do not", () => {
    const confident = gold.map((document) => ({
      ...document,
      statements: document.statements.map((one) => ({
        ...one,
        confidence: 1,
        speakerConfidence: 0.5,
        targets: one.targets.map((target) => ({
          ...target,
          confidence: 0.9,
          scores: { favor: 0, against: 0, neutral: 0, [target.stance]: 1 },
        })),
      })),
    }));
    const { calibration } = evaluate(pairDocuments(gold, confident), kind);
    expect(calibration.map(({ of, error }) => [of, Number(error.toFixed(3))])).toEqual([
      ["statement", 0],
      ["speaker", 0.5],
      ["target", 0.1],
      ["stance", 0],
    ]);
    expect(evaluate(pairDocuments(gold, gold), kind).calibration).toEqual([]);
  });

  test("precision rises and recall falls where the less sure statements are the wrong ones", () => {
    const [right, wrong] = DOCUMENT.statements;
    const predicted = {
      ...DOCUMENT,
      statements: [
        { ...right!, confidence: 0.9 },
        { ...wrong!, content: [[0, 1] as [number, number]], confidence: 0.3 },
      ],
    };
    const curve = confidenceCurve(pairDocuments([DOCUMENT], [predicted]));
    expect(curve.find(({ threshold }) => threshold === 0)).toMatchObject({ precision: 50, recall: 50 });
    expect(curve.find(({ threshold }) => threshold === 0.5)).toMatchObject({ precision: 100, recall: 50 });
    expect(curve.at(-1)!.threshold).toBe(0.9);
  });
});

describe("labels that cannot be compared", () => {
  const [first, ...others] = gold as [LabelledDocument, ...LabelledDocument[]];
  test.each<[string, readonly LabelledDocument[], string, string]>([
    [
      "a document without prediction",
      others,
      "gold-missing-document",
      `1 of 28 documents have no prediction: ${first.id}`,
    ],
    [
      "no predictions at all",
      [],
      "gold-missing-document",
      "28 of 28 documents have no prediction: a001, a007, a013, a019, a025 and 23 more",
    ],
    [
      "another text, at the character where it differs",
      [{ ...first, text: `${first.text.slice(0, 40)}X${first.text.slice(41)}` }, ...others],
      "gold-text-differs",
      `document ${first.id}: the texts differ at character 40: gold has `,
    ],
    [
      "a text that ends early",
      [{ ...first, text: first.text.slice(0, 50) }, ...others],
      "gold-text-differs",
      'predicted has ""',
    ],
    [
      "predictions of two versions of a model",
      [{ ...first, model: "small 0.1.0" }, ...others.map((one) => ({ ...one, model: "small 0.2.0" }))],
      "gold-invalid",
      "different versions: small 0.1.0, small 0.2.0",
    ],
  ])("are refused: %s", (_name, predicted, code, message) => {
    expect(() => pairDocuments(gold, predicted)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("are refused: gold of which a part has no speakers and targets", () => {
    const mixed = [{ ...first, attributionOnly: true }, ...others];
    expect(() => pairDocuments(mixed, gold)).toThrow(expect.objectContaining({ code: "gold-invalid" }));
  });

  test("are left out: predictions of documents that gold has not", () => {
    expect(pairDocuments([first], gold)).toHaveLength(1);
  });
});
