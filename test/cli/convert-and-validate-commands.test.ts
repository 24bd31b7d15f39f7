import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { goldRow } from "../labels/sample.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "labels-"));
const at = (name: string) => join(folder, name);
const file = (name: string, content: string | Buffer) => {
  writeFileSync(at(name), content);
  return at(name);
};
const GOLD = "datasets/authored/dev.jsonl";

describe("statement-stance convert", () => {
  test("goes through every format and back, and says what is lost", async () => {
    const tasks = await run(["convert", GOLD, at("tasks.json")]);
    expect([tasks.code, tasks.stderr]).toEqual([0, ""]);
    expect((await run(["convert", at("tasks.json"), "-"])).stdout).toBe(readFileSync(GOLD, "utf8"));
    const brat = await run(["convert", GOLD, `${at("brat")}/`]);
    expect(brat.stderr).toContain("brat does not hold: field title (28)");
    expect(readdirSync(at("brat"))).toContain("a001.ann");
    const csv = await run(["convert", at("brat"), at("labels.csv")]);
    expect([csv.code, csv.stderr]).toEqual([0, ""]);
    const rows = readFileSync(GOLD, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const back = (await run(["convert", at("labels.csv"), "-"])).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(back).toEqual(rows.map(({ id, text, statements }) => ({ id, text, statements })));
  });

  test("makes pre-annotations of what classify writes, with the texts that were classified", async () => {
    const texts = file(
      "texts.jsonl",
      `${JSON.stringify({ id: "x", text: "“I back it 😀,” said Hakan Fidan." })}\n`,
    );
    await run(["classify", texts, "-o", at("results.jsonl")]);
    const { code, stderr } = await run(["convert", at("results.jsonl"), at("pre.json"), "--texts", texts]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("label-studio does not hold: target's stance scores"),
    ]);
    const [task] = JSON.parse(readFileSync(at("pre.json"), "utf8"));
    expect(task.predictions[0].result[0].value.text).toContain("I back it 😀");
  });

  test("says whose labels it leaves out, and of how many documents", async () => {
    const task = (id: string, ...emails: string[]) => ({
      data: { id, text: "It rained." },
      annotations: emails.map((email) => ({ completed_by: { email }, result: [] })),
    });
    const tasks = [task("a", "anna"), task("b", "anna", "ben"), task("c", "carla", "ben"), task("d", "dora")];
    const { code, stderr } = await run([
      "convert",
      file("several.json", JSON.stringify(tasks)),
      at("one.jsonl"),
    ]);
    expect([code, stderr]).toEqual([
      0,
      "statement-stance: each document has one annotator's labels; left out are documents of ben (2)\n",
    ]);
  });

  test.each([
    ["a file that is not there", ["none.jsonl", "-"], 66, "there is no such file [file-unreadable]"],
    ["a directory without labels", ["src", "-"], 66, "[is-directory]"],
    ["a name that says no format", [GOLD, "out.xyz"], 65, "give --to [unknown-format]"],
    ["an output that is the input", [GOLD, GOLD], 73, "it is the input as well [file-unwritable]"],
    [
      "an unknown format",
      [GOLD, "-", "--to", "xml"],
      64,
      "Allowed choices are gold, label-studio, brat, csv",
    ],
  ])("refuses %s", async (_name, args, code, message) => {
    const ended = await run(["convert", ...args]);
    expect([ended.code, ended.stdout]).toEqual([code, ""]);
    expect(ended.stderr).toContain(message);
  });
});

describe("statement-stance validate", () => {
  test("says that good labels are good", async () => {
    const { code, stdout, stderr } = await run(["validate", GOLD]);
    expect([code, stdout, stderr]).toEqual([0, `${GOLD}: 28 documents, 375 statements, no errors\n`, ""]);
  });

  test("tells every error with file, line and statement, and ends with 65", async () => {
    const bad = file(
      "bad.jsonl",
      `${goldRow({}, { cue: [[3, 999]] })}\n{\n${goldRow({ id: "b" }, { targets: [] })}\n`,
    );
    const { code, stdout, stderr } = await run(["validate", GOLD, bad]);
    expect(code).toBe(65);
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(
        /bad\.jsonl:1: document a, statement 2: the cue \[3, 999\) lies outside .*\[gold-offset]$/,
      ),
      expect.stringMatching(/bad\.jsonl:2: .*\[gold-invalid]$/),
      expect.stringMatching(/bad\.jsonl:3: document b, statement 2: it has 0 targets.*\[gold-invalid]$/),
    ]);
    expect(stdout).toContain("bad.jsonl: 2 documents, 4 statements, 3 errors");
  });

  test("tells bytes that are no UTF-8", async () => {
    const { code, stderr } = await run(["validate", file("latin.jsonl", Buffer.from("{\xe9}", "latin1"))]);
    expect([code, stderr]).toEqual([65, expect.stringContaining("[invalid-encoding]")]);
  });
});
