import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEvaluator } from "../../dist/http/evaluator.js";
import { readGold, writeLabels } from "../../dist/labels/index.js";
import { EvaluateResult, Problem } from "../../dist/schemas/index.js";
import { goldRow } from "../labels/sample.ts";
import { type Service, startService } from "./service.ts";

const FILE = "datasets/authored/dev.jsonl";
const jsonl = readFileSync(FILE, "utf8").trim().split("\n").slice(0, 4).join("\n");
const rows = jsonl.split("\n").map((line) => JSON.parse(line));
const documents = readGold(jsonl, FILE);
const only = (files: ReadonlyMap<string, string>) => [...files.values()][0]!;

let service: Service;
beforeAll(async () => {
  service = await startService({ deadlineMs: 120_000 });
});
afterAll(() => service.stop());
const send = (body: unknown, type = "application/json") =>
  fetch(`${service.url}/v1/evaluate`, {
    method: "POST",
    headers: { "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("POST /v1/evaluate", () => {
  test("asks the model where there are no predictions", async () => {
    const response = await send({ gold: rows });
    const result = EvaluateResult.parse(await response.json());
    expect(result).toMatchObject({ documents: 4, attributionOnly: false });
    expect(result.figures.find(({ name }) => name === "statement")!.f1.value).toBeGreaterThan(60);
    expect(result.calibration.map(({ of }) => of)).toContain("stance");
  });

  test.each<[string, unknown]>([
    ["rows", rows],
    ["JSON lines", jsonl],
    ["CSV", only(writeLabels(documents, "csv"))],
    [
      "tasks of Label Studio",
      JSON.parse(only(writeLabels(documents, "label-studio", { as: "predictions" }))),
    ],
    [
      "brat's files",
      {
        files: Object.fromEntries(
          [...writeLabels(documents, "brat")].filter(([name]) => /\.(txt|ann)$/.test(name)),
        ),
      },
    ],
  ])("takes %s", async (_name, predicted) => {
    const result = EvaluateResult.parse(await (await send({ gold: rows, predicted })).json());
    expect(result.figures.map(({ f1 }) => f1.value)).toEqual(Array(11).fill(100));
  });

  test("takes what /v1/classify answers, with the texts of gold", async () => {
    const asked = rows.map(({ id, text }) => ({ id, text }));
    const { documents: predicted } = await (await service.json({ documents: asked })).json();
    const [own, sent] = await Promise.all([send({ gold: rows }), send({ gold: rows, predicted })]);
    expect((await sent.json()).figures).toEqual((await own.json()).figures);
  });

  test("compares two systems", async () => {
    const half = rows.map((row) => ({ ...row, statements: row.statements.slice(1) }));
    const { comparisons } = await (await send({ gold: rows, predicted: half, compare: rows })).json();
    expect(comparisons[0]).toMatchObject({ name: "statement", second: 100 });
  });

  test.each<[string, unknown, number, string, string]>([
    ["gold that is missing", { predicted: rows }, 400, "invalid-request", "gold"],
    ["an unknown field", { gold: rows, colour: 1 }, 400, "invalid-request", "colour"],
    ["no rows", { gold: [] }, 400, "invalid-request", "gold"],
    ["an empty file", { gold: "\n" }, 422, "gold-empty", "gold holds no labelled document"],
    ["an id twice", { gold: [rows[0], rows[0]] }, 422, "gold-duplicate-id", rows[0].id],
    [
      "an offset outside",
      { gold: [JSON.parse(goldRow({}, { cue: [[1, 9999]] }))] },
      422,
      "gold-offset",
      "statement 2: the cue [1, 9999)",
    ],
    [
      "an unknown label",
      { gold: [JSON.parse(goldRow({}, { speaker_type: "robot" }))] },
      422,
      "gold-unknown-label",
      "speaker_type",
    ],
    [
      "a missing document",
      { gold: rows, predicted: rows.slice(1) },
      422,
      "gold-missing-document",
      rows[0].id,
    ],
    [
      "another text",
      { gold: rows, predicted: [{ ...rows[0], text: `X${rows[0].text}` }, ...rows.slice(1)] },
      422,
      "gold-text-differs",
      "differ at character 0",
    ],
  ])("refuses %s with a problem", async (_name, body, status, code, detail) => {
    const response = await send(body);
    const problem = Problem.parse(await response.json());
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(JSON.stringify(problem)).toContain(detail);
  });

  test("refuses another content type, and another method", async () => {
    expect(await (await send(jsonl, "text/plain")).json()).toMatchObject({ status: 415 });
    expect((await fetch(`${service.url}/v1/evaluate`)).status).toBe(405);
  });

  test("is given up when the client leaves, and the next one is answered", async () => {
    const evaluator = createEvaluator();
    const all = readFileSync(FILE, "utf8");
    const request = { gold: all, predicted: all };
    await evaluator.readGold(request, AbortSignal.timeout(60_000));
    const began = performance.now();
    const left = evaluator.evaluate(request, undefined, AbortSignal.timeout(30));
    await expect(left).rejects.toMatchObject({ code: "client-closed" });
    expect(performance.now() - began).toBeLessThan(1000);
    const { documents } = await evaluator.evaluate(request, undefined, AbortSignal.timeout(60_000));
    expect(documents).toBe(28);
  });
});
