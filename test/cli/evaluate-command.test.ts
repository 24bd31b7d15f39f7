import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { run } from "./run.ts";

const GOLD = "datasets/authored/dev.jsonl";
const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
const rows = readFileSync(GOLD, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const write = (name: string, written: object[]) => {
  const path = join(folder, name);
  writeFileSync(path, written.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
};
/** Every other statement of gold. */
const half = write(
  "half.jsonl",
  rows.map((row) => ({ ...row, statements: row.statements.filter((_: unknown, i: number) => i % 2) })),
);

describe("statement-stance evaluate", () => {
  test("prints figures with their intervals, confusions and breakdowns", async () => {
    const { code, stdout } = await run(["evaluate", GOLD, half]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/│ statement +│ 6\d\.\d +│ \d\d\.\d to \d\d\.\d +│ 100\.0 \(100\.0 to 100\.0\)/);
    for (const part of [
      "28 documents; 375 statements in gold",
      "Stances, gold down",
      "│ source form",
      "kappa 1.000",
    ])
      expect(stdout).toContain(part);
  });

  test("without predictions asks the model, and tells how far its confidences are true", async () => {
    const few = write("few.jsonl", rows.slice(0, 3));
    const { code, stdout } = await run(["evaluate", few, "--json"]);
    const { figures, calibration } = JSON.parse(stdout);
    expect([code, figures.at(-1).name]).toEqual([0, "stance_macro"]);
    expect(calibration.map(({ of }: { of: string }) => of)).toEqual([
      "statement",
      "speaker",
      "target",
      "stance",
    ]);
  });

  test("takes either side in any format", async () => {
    const formats = ["tasks.json", "labels.csv", "brat/"].map((name) => join(folder, name));
    for (const path of formats) await run(["convert", half, path]);
    const plain = JSON.parse((await run(["evaluate", GOLD, half, "--json"])).stdout);
    for (const path of formats) {
      const { stdout } = await run(["evaluate", GOLD, path.replace(/\/$/, ""), "--json"]);
      expect(JSON.parse(stdout).figures).toEqual(plain.figures);
    }
  });

  test("compares two systems on the same gold", async () => {
    const { stdout } = await run(["evaluate", GOLD, half, "--compare", GOLD, "--json"]);
    const { comparisons } = JSON.parse(stdout);
    expect(comparisons[0]).toMatchObject({ name: "statement", second: 100 });
    expect(comparisons[0].p).toBeLessThan(0.01);
  });

  test("ends with 1 when a figure is lower than it must be, and with 0 when none is", async () => {
    const low = await run(["evaluate", GOLD, half, "--fail-under", "statement=60,quad=99"]);
    expect([low.code, low.stderr]).toEqual([
      1,
      expect.stringMatching(/quad is \d\d\.\d, and must be 99 \[figure-too-low]/),
    ]);
    expect(low.stdout).toContain("│ quad");
    expect((await run(["evaluate", GOLD, half, "--fail-under", "statement=60,stance_macro=99"])).code).toBe(
      0,
    );
  });

  test.each<[string, string[], number, string]>([
    [
      "a missing document",
      [GOLD, write("less.jsonl", rows.slice(1))],
      65,
      "1 of 28 documents have no prediction: a001 [gold-missing-document]",
    ],
    [
      "another text",
      [
        GOLD,
        write(
          "other.jsonl",
          rows.map((row, i) => (i ? row : { ...row, text: row.text.replace("TEHRAN", "TEHRAM") })),
        ),
      ],
      65,
      "document a001: the texts differ at character 5",
    ],
    [
      "an id twice",
      [write("twice.jsonl", [rows[0], rows[0]]), GOLD],
      65,
      "twice.jsonl:2: document a001: the id a001 occurs twice [gold-duplicate-id]",
    ],
    [
      "an offset outside",
      [
        GOLD,
        write(
          "far.jsonl",
          rows.map((row, i) =>
            i ? row : { ...row, statements: [{ ...row.statements[0], cue: [[1, 99999]] }] },
          ),
        ),
      ],
      65,
      "statement 1: the cue [1, 99999) lies outside",
    ],
    [
      "an unknown label",
      [
        GOLD,
        write(
          "label.jsonl",
          rows.map((row, i) =>
            i ? row : { ...row, statements: [{ ...row.statements[0], speaker_type: "robot" }] },
          ),
        ),
      ],
      65,
      "[gold-unknown-label]",
    ],
    ["an empty file", [write("empty.jsonl", []), GOLD], 65, "[gold-empty]"],
    [
      "a figure that there is not",
      [GOLD, half, "--fail-under", "beauty=3"],
      64,
      "beauty is not one of statement",
    ],
  ])("refuses %s, and prints no figure", async (_name, args, code, message) => {
    const ended = await run(["evaluate", ...args]);
    expect([ended.code, ended.stdout]).toEqual([code, ""]);
    expect(ended.stderr).toContain(message);
  });
});
