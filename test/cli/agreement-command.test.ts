import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { goldRow } from "../labels/sample.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "agreement-"));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const anna = file("anna.jsonl", goldRow());
const ben = file("ben.jsonl", goldRow({}, { speaker: "Hakan Ataman" }));

describe("statement-stance agreement", () => {
  test("prints coefficients and the disagreements", async () => {
    const { code, stdout } = await run(["agreement", anna, ben]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/│ stance +│ 3 +│ 1\.000/);
    expect(stdout).toMatch(/│ content +│ 100\.0 +│ 100\.0 +│ 1\.000/);
    expect(stdout).toContain(
      "speaker; a: the strike on Rafah\n  anna.jsonl: Hakan Fidan\n  ben.jsonl: Hakan Ataman\n",
    );
  });

  test("takes one file that holds several annotators' labels", async () => {
    const attribution = { source: [], cue: [], content: [[0, 2]] };
    const annotations = [
      { annotator: "x", attributions: [attribution] },
      { annotator: "y", attributions: [attribution] },
    ];
    const both = file("both.jsonl", JSON.stringify({ id: "p", text: "It rained.", annotations }));
    const { stdout } = await run(["agreement", both, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      annotators: [{ annotator: "x" }, { annotator: "y" }],
      documents: 1,
    });
  });

  test.each<[string, string[], number, string]>([
    ["one annotator alone", [anna], 64, "one annotator's labels: two are needed"],
    [
      "annotators of other documents",
      [anna, file("c.jsonl", goldRow({ id: "b" }))],
      65,
      "[gold-missing-document]",
    ],
  ])("refuses %s", async (_name, args, code, message) => {
    const ended = await run(["agreement", ...args]);
    expect([ended.code, ended.stdout]).toEqual([code, ""]);
    expect(ended.stderr).toContain(message);
  });
});
