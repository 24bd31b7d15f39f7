import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Service, startService, TEXT, untilTaken } from "./service.ts";

const articles = readFileSync("datasets/authored/dev.jsonl", "utf8")
  .trim()
  .split("\n")
  .slice(0, 8)
  .map((row) => String(JSON.parse(row).text));
const OTHERS = 1000;
const CLIENTS = 32;

let service: Service;
beforeAll(async () => {
  service = await startService({ deadlineMs: 600_000 });
});
afterAll(() => service.stop());

/** The bytes of the answer up to its times. */
async function answer(document: object): Promise<string> {
  const response = await untilTaken(() => service.json(document));
  expect(response.status).toBe(200);
  const body = await response.text();
  return body.slice(0, body.indexOf('"timing":'));
}

test("a text gets the same answer, byte for byte, alone and beside a thousand others of many clients", async () => {
  const documents = articles.map((text, i) => ({ id: `n${i}`, text, targets: [{ name: "the mayor" }] }));
  const alone: string[] = [];
  for (const document of documents) alone.push(await answer(document));
  expect(alone.every((body) => body.includes('"requested":[{'))).toBe(true);

  const beside = new Map<string, string>();
  const others = new Set<string>();
  const every = OTHERS / documents.length;
  const todo = Array.from({ length: OTHERS }, (_, i) => i);
  const client = async () => {
    for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
      if (i % every === 0) beside.set(documents[i / every]!.id, await answer(documents[i / every]!));
      others.add(await answer({ id: "other", text: TEXT }));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  expect(documents.map(({ id }) => beside.get(id))).toEqual(alone);
  expect([...others]).toEqual([await answer({ id: "other", text: TEXT })]);
}, 600_000);
