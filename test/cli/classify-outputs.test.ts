import { existsSync, openSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { newFolder, parseLines } from "./files.ts";
import { run } from "./run.ts";

const { at, file } = newFolder();
const TEXT =
  "😀 Hakan Fidan condemned Israel. Ali Bagheri hopes that the talks go on. “It is a crime,” the minister added.";
const input = file("article.txt", TEXT);

describe("the output of classify", () => {
  test("goes to a file in the format that its name says, and never over an input", async () => {
    const written = await run(["classify", input, "--output", at("out.jsonl")]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(parseLines(readFileSync(at("out.jsonl"), "utf8"))).toMatchObject([{ id: input }]);
    const over = await run(["classify", input, "--output", input]);
    expect(over.code).toBe(73);
    expect(over.stderr).toContain("article.txt cannot be written: it is an input as well [file-unwritable]");
    expect(readFileSync(input, "utf8")).toBe(TEXT);
  });

  test("has what the flags ask for: several targets, sentences, code points, and only what is sure enough", async () => {
    const asked = ["-f", "json", "-t", "Israel", "-t", "Hakan Fidan", "--sentences"];
    const all = await run(["classify", input, ...asked, "--offset-unit", "codepoint"]);
    const { statements } = JSON.parse(all.stdout);
    const points = Array.from(TEXT);
    const words = ([start, end]: [number, number]) => points.slice(start, end).join("");
    for (const { content, sentence, requested } of statements) {
      expect(content.spans.map(words)).toEqual([content.text]);
      expect(words(sentence)).toContain(content.text);
      expect(requested.map(({ name }: { name: string }) => name)).toEqual(["Israel", "Hakan Fidan"]);
    }
    const confidences = statements.map(({ confidence }: { confidence: number }) => confidence);
    const least = Math.max(...confidences);
    const sure = await run(["classify", input, "-f", "json", "--min-confidence", String(least)]);
    const left = JSON.parse(sure.stdout).statements.map((one: any) => one.confidence);
    expect(left).toEqual([least]);
    expect(confidences.length).toBeGreaterThan(1);
  });

  test.each([
    ["FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR and --no-color", ["--no-color"], { FORCE_COLOR: "1" }, false],
    ["FORCE_COLOR and NO_COLOR", [], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("is coloured, or not, by %s", async (_name, flags, env: Record<string, string>, colours) => {
    const { code, stdout } = await run(["classify", input, ...flags], { env: { NO_COLOR: "", ...env } });
    expect([code, stdout.includes("\u001b[")]).toEqual([0, colours]);
    expect(stdout).toContain("Ali Bagheri");
  });

  test("ends quietly where its reader leaves", async () => {
    const left = await run(["classify", input], { readerLeaves: true });
    expect(left).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

/** A device on which no byte has room. */
const FULL = "/dev/full";

(existsSync(FULL) ? describe : describe.skip)("a disk that is full", () => {
  test.each([
    ["classify", ["classify", input], "standard output"],
    ["classify --output", ["classify", input, "--output", FULL], FULL],
    ["validate", ["validate", "datasets/authored/dev.jsonl"], "standard output"],
  ])("ends %s with one line", async (_name, args, name) => {
    const { code, stderr } = await run(args, { into: openSync(FULL, "w") });
    expect(code).toBe(74);
    expect(stderr).toMatch(/^statement-stance: .* cannot be written: ENOSPC.* \[write-failed]\n$/);
    expect(stderr).toContain(`${name} cannot be written`);
  });
});
