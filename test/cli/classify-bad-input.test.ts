import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, truncateSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { jsonLines, newFolder } from "./files.ts";
import { run } from "./run.ts";

const { at, file } = newFolder();
const TEXT = "Hakan Fidan condemned the strike.";
const lines = (text: string) => text.trim().split("\n");

const mayBeBound = process.getuid?.() !== 0 || spawnSync("setpriv", ["--version"]).status === 0;
if (!mayBeBound) console.warn("no setpriv is installed: not tested, as root: a file that may not be read");

describe("classify says in one line what is wrong, and goes on with", () => {
  (mayBeBound ? test : test.skip)("a file that may not be read", async () => {
    const secret = file("secret.txt", TEXT);
    chmodSync(secret, 0);
    const { code, stdout, stderr } = await run(["classify", secret, file("open.txt", TEXT)], { bound: true });
    expect([code, stderr]).toEqual([
      66,
      `statement-stance: ${secret}: permission denied [file-unreadable]\n`,
    ]);
    expect(stdout).toContain("Hakan Fidan");
  });

  test("empty files, white space and an empty standard input", async () => {
    const [empty, blank] = [file("empty.txt", ""), file("blank.txt", " \r\n\u00a0")];
    const { code, stdout, stderr } = await run(["classify", empty, blank, "-"]);
    const says = (name: string) =>
      `statement-stance: ${name}: the text holds nothing but white space [empty-text]`;
    expect([code, stdout]).toEqual([65, ""]);
    expect(lines(stderr)).toEqual([empty, blank, "standard input"].map(says));
  });

  test("texts over the limit, which it names", async () => {
    const long = file("long.txt", "word ".repeat(200_001));
    const huge = file("huge.txt", Buffer.alloc(16 * 1024 * 1024 + 1, "word "));
    const { code, stdout, stderr } = await run(["classify", long, huge]);
    expect([code, stdout]).toEqual([65, ""]);
    expect(lines(stderr)).toEqual([
      expect.stringMatching(
        /long\.txt: the text has 1000005 characters, the limit is 1000000 \[text-too-long]$/,
      ),
      expect.stringMatching(
        /huge\.txt: a document has more than 16777216 bytes, the limit \[text-too-long]$/,
      ),
    ]);
  });
});

describe("what would command a terminal or a spreadsheet", () => {
  const id = '=HYPERLINK("x:1")\u001b[2J';
  const odd = "Hakan\u0000 Fidan\u001b[31m said\u0007 that \u202ehe \ud83d backs the plan\u009b2J.";
  const rows = file("odd.jsonl", jsonLines([{ id, text: odd }]));

  test("is made harmless where it is shown", async () => {
    const { code, stdout } = await run(["classify", rows, "-f", "pretty"]);
    expect(code).toBe(0);
    expect(stdout).toContain("backs the plan");
    expect(stdout).toContain("\ufffd");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  test("is data in CSV, and no formula", async () => {
    const { code, stdout } = await run(["classify", rows, "-f", "csv"]);
    const found: Record<string, string>[] = parse(stdout, { columns: true });
    expect(code).toBe(0);
    expect(found.length).toBeGreaterThan(0);
    for (const { document, content, content_start, content_end } of found) {
      expect(document).toBe(`'${id}`);
      expect(content).toBe(odd.slice(Number(content_start), Number(content_end)).replace("\ud83d", "\ufffd"));
    }
  });
});

describe("a model that is damaged", () => {
  const model = at("cut");
  cpSync("models/small", model, { recursive: true });
  truncateSync(`${model}/onnx/model_quantized.onnx`, 1_000_000);

  test.each([
    ["classify", ["classify", file("a.txt", TEXT)]],
    ["serve", ["serve", "--port", "0"]],
  ])("ends %s with one line", async (_name, args) => {
    const { code, stdout, stderr } = await run([...args, "--model", model]);
    expect([code, stdout]).toEqual([69, ""]);
    expect(stderr).toMatch(/^statement-stance: .*model_quantized\.onnx: .*\[model-corrupt]\n$/);
  });
});
