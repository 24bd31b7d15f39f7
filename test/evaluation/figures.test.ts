import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  bootstrapIntervals,
  FIGURES,
  figuresOf,
  kappaOf,
  sameName,
  seededRandom,
  type Tally,
  tallyDocument,
} from "../../dist/evaluation/index.js";
import { readGold } from "../../dist/labels/index.js";
import type { LabelledDocument } from "../../dist/schemas/index.js";
import { missingPrograms, testUnlessMissing } from "../missing.ts";

const GOLD = "datasets/authored/dev.jsonl";
const SCORE = "../shared/tools/score.py";
const gold = readGold(readFileSync(GOLD, "utf8"), GOLD);

/** Gold with statements lost, contents and sources cut, names and stances changed: a system of middling quality. */
function disturbed(seed: number): LabelledDocument[] {
  const random = seededRandom(seed);
  return gold.map((document) => ({
    ...document,
    statements: document.statements
      .filter(() => random() > 0.15)
      .map((statement) => ({
        ...statement,
        content: statement.content.map(([s, e]): [number, number] =>
          random() > 0.3 ? [s, e] : [s, Math.max(s + 1, Math.floor(s + (e - s) * random()))],
        ),
        source: random() > 0.2 ? statement.source : [],
        speaker: random() > 0.2 ? statement.speaker : "Somebody Else",
        targets: statement.targets
          .filter((_, i) => i === 0 || random() > 0.3)
          .map((target) => ({ ...target, stance: random() > 0.3 ? target.stance : ("neutral" as const) })),
      })),
  }));
}

const tallies = (predicted: LabelledDocument[]) =>
  gold.map((document, i) => tallyDocument(document, predicted[i]!.statements));

describe("figures", () => {
  test("gold against itself is perfect", () => {
    const figures = figuresOf(tallies(gold));
    for (const figure of FIGURES) expect(figures.scores[figure].f1).toBeCloseTo(100);
    expect(figures.kappa).toBeCloseTo(1);
  });

  const missing = [...missingPrograms("python3"), ...(existsSync(SCORE) ? [] : [SCORE])];
  for (const seed of [1, 2, 3]) {
    testUnlessMissing(missing)(`agree with the project's score.py to 0.1 (seed ${seed})`, () => {
      const predicted = disturbed(seed);
      const path = join(mkdtempSync(join(tmpdir(), "score-")), "predicted.jsonl");
      writeFileSync(path, predicted.map((row) => JSON.stringify(row)).join("\n"));
      const { stdout } = spawnSync("python3", [SCORE, GOLD, path, "--json"], { encoding: "utf8" });
      const theirs = JSON.parse(stdout);
      const ours = figuresOf(tallies(predicted));
      // It has no figure for the cue.
      for (const figure of FIGURES.filter((one) => one !== "cue")) {
        expect(Math.abs(ours.scores[figure].f1 - theirs[figure].f1)).toBeLessThanOrEqual(0.1);
        expect(Math.abs(ours.scores[figure].recall - theirs[figure].r)).toBeLessThanOrEqual(0.1);
      }
      expect(Math.abs(ours.stanceMacro - theirs.stance_macro.f1)).toBeLessThanOrEqual(0.1);
      expect(ours.kappa).toBeCloseTo(theirs.stance_macro.kappa, 2);
    });
  }

  test("an interval holds the figure, and is the same at every run", () => {
    const made = tallies(disturbed(4));
    const f1 = (drawn: readonly Tally[]) => [figuresOf(drawn).scores.statement.f1];
    const [first] = bootstrapIntervals(made, f1, 200);
    expect(first![0]).toBeLessThan(f1(made)[0]!);
    expect(first![1]).toBeGreaterThan(f1(made)[0]!);
    expect(bootstrapIntervals(made, f1, 200)[0]).toEqual(first);
  });

  test("Cohen's kappa of the worked example: 20 yes-yes, 5, 10, 15 no-no gives 0.4", () => {
    expect(
      kappaOf([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4);
  });

  test.each([
    ["Ali Bagheri", "Bagheri", true],
    ["the Turkish foreign minister", "Turkish foreign minister", true],
    ["President Obama", "Barack Obama", true],
    ["Hillary Clinton", "Bill Clinton", false],
    ["Clinton’s", "Clinton", true],
    [null, null, true],
    [null, "Obama", false],
  ])("%s and %s: the same name is %s", (a, b, same) => {
    expect(sameName(a, b)).toBe(same);
  });
});
