import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { GoldRow } from "../../dist/schemas/index.js";

describe("gold rows", () => {
  const files = [
    "authored/train",
    "authored/dev",
    "authored_multilingual/train",
    "authored_multilingual/dev",
  ];
  test.each(files)("every row of datasets/%s.jsonl fits the schema", (file) => {
    const lines = readFileSync(`datasets/${file}.jsonl`, "utf8").trim().split("\n");
    for (const line of lines) GoldRow.parse(JSON.parse(line));
    expect(lines.length).toBeGreaterThan(20);
  });

  test("a statement without content is refused", () => {
    const statement = {
      source: [],
      cue: [[0, 1]],
      content: [],
      speaker: null,
      speaker_type: "none",
      targets: [],
    };
    const { success } = GoldRow.safeParse({ id: "x", text: "abc", statements: [statement] });
    expect(success).toBe(false);
  });
});
