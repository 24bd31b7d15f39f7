import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { DocumentResult } from "../../dist/schemas/index.js";
import { startService, TEXT } from "./service.ts";

const MEGABYTE = 1_000_000;

/** Reports with a gene between each two: a megabyte, most of which the model reads fast. */
function reportsAndGenes(): string {
  const reports = readFileSync("datasets/authored/dev.jsonl", "utf8").trim().split("\n").slice(0, 20);
  const texts = reports.map((row) => String(JSON.parse(row).text));
  const written = texts.reduce((sum, { length }) => sum + length, 0);
  const gene = "acgt".repeat(250);
  const genes = `${gene}\n`.repeat(Math.floor((MEGABYTE - written) / texts.length / (gene.length + 1)));
  return texts
    .map((text) => `${genes}${text}\n`)
    .join("")
    .padEnd(MEGABYTE);
}

test("a text as long as may be is read to its end with default settings, and short ones come in between", async () => {
  const service = await startService();
  const text = reportsAndGenes();
  expect(text).toHaveLength(MEGABYTE);
  let isOver = false;
  const long = service.post(text, "text/plain").finally(() => {
    isOver = true;
  });
  let short = 0;
  while (!isOver) {
    expect((await service.post(TEXT, "text/plain")).status).toBe(200);
    short++;
  }
  const { statements } = DocumentResult.parse(await (await long).json());
  expect(short).toBeGreaterThan(5);
  expect(statements.length).toBeGreaterThan(100);
  for (const { content } of statements)
    expect(content.spans.map(([start, end]) => text.slice(start, end)).join(" … ")).toBe(content.text);
  const last = statements.at(-1)!.content.spans.at(-1)!;
  expect(last[1]).toBeGreaterThan(text.trimEnd().length - 2000);
  await service.stop();
}, 300_000);
