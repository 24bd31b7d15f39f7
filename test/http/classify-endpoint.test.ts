import { connect } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DocumentResult, Problem } from "../../dist/schemas/index.js";
import { startService } from "./service.ts";

let service: Awaited<ReturnType<typeof startService>>;
beforeAll(async () => {
  service = await startService({ maxBodyBytes: 400_000, maxTextLength: 100_000 });
});
afterAll(() => service.stop());

const post = (body: string | Uint8Array, type = "application/json") =>
  fetch(`${service.url}/v1/classify`, {
    method: "POST",
    headers: { "content-type": type },
    body: body as string,
  });
const json = (value: unknown) => post(JSON.stringify(value));
const TEXT = "“I back it,” said Hakan Fidan. He condemned the strike.";

describe("POST /v1/classify", () => {
  test("answers a document with its statements", async () => {
    const response = await json({
      id: "n1",
      text: TEXT,
      title: "News",
      options: { offsetUnit: "codepoint" },
    });
    const result = DocumentResult.parse(await response.json());
    expect(response.status).toBe(200);
    expect(result.document).toMatchObject({ id: "n1", title: "News", language: { code: "en" } });
    expect(result.statements.map(({ speaker }) => speaker?.name)).toEqual(["Hakan Fidan", "Hakan Fidan"]);
  });

  test("answers several in their order, and plain text and web pages", async () => {
    const many = await (
      await json({
        documents: [
          { id: "x", text: TEXT },
          { id: "y", text: "Fine." },
        ],
      })
    ).json();
    expect(many.documents.map((one: DocumentResult) => one.document.id)).toEqual(["x", "y"]);
    const plain = await (await post(TEXT, "text/plain")).json();
    expect(plain.statements).toEqual(many.documents[0].statements);
    const page = await post(`<html><body><article><p>${TEXT}</p></article></body></html>`, "text/html");
    expect((await page.json()).statements).toHaveLength(2);
  });

  test("answers in latin1 when the request says so", async () => {
    const response = await post(Buffer.from("“Ren\xe9 said so.", "latin1"), "text/plain; charset=iso-8859-1");
    expect(response.status).toBe(200);
  });

  test.each([
    ["an empty text", { text: " " }, 422, "empty-text", "text"],
    ["a number for a text", { text: 7 }, 400, "invalid-request", "text"],
    ["an unknown field", { text: TEXT, colour: 1 }, 400, "invalid-request", ""],
    [
      "an unknown option",
      { text: TEXT, options: { offsetUnit: "bytes" } },
      400,
      "invalid-request",
      "options.offsetUnit",
    ],
    [
      "a bad document among good ones",
      { documents: [{ text: TEXT }, {}] },
      400,
      "invalid-request",
      "documents[1].text",
    ],
    [
      "an empty document among good ones",
      { documents: [{ text: TEXT }, { text: "" }] },
      422,
      "empty-text",
      "documents[1].text",
    ],
    ["no documents", { documents: [] }, 400, "invalid-request", "documents"],
    ["a text over the limit", { text: "a ".repeat(60_000) }, 413, "text-too-long", "text"],
  ])("refuses %s and names the field", async (_name, body, status, code, path) => {
    const response = await json(body);
    const problem = Problem.parse(await response.json());
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.errors?.[0]?.path).toBe(path);
  });

  test.each([
    ["JSON that breaks off", '{"text": "a', "application/json", 400, "invalid-json"],
    ["an empty body", "", "application/json", 400, "invalid-json"],
    ["broken UTF-8", Buffer.from([0x61, 0xff, 0x62]), "text/plain", 400, "invalid-encoding"],
    ["another content type", "a", "application/xml", 415, "unsupported-media-type"],
    ["a page without an article", "<html><body></body></html>", "text/html", 422, "no-article"],
    ["a body over the limit", "a".repeat(500_000), "text/plain", 413, "body-too-large"],
  ])("refuses %s", async (_name, body, type, status, code) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, status });
  });

  test("takes null bytes, control characters and lone surrogates", async () => {
    const response = await post('{"text": "Fidan\\u0000 said \\ud83d he backs the \\u0007 plan."}');
    expect(response.status).toBe(200);
  });

  test("lives on when a client hangs up in the middle", async () => {
    const { port } = new URL(service.url);
    const socket = connect(Number(port), "127.0.0.1");
    const body = JSON.stringify({ text: TEXT.repeat(1000) });
    socket.write(
      `POST /v1/classify HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await wait(50);
    socket.destroy();
    expect((await json({ text: TEXT })).status).toBe(200);
    while (service.classifier.stats().waitingWindows > 0) await wait(10);
  });

  test("keeps the event loop free while the model works", async () => {
    await json({ text: TEXT });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all(Array.from({ length: 16 }, () => json({ text: TEXT.repeat(100) })));
    delay.disable();
    // Far below one window's inference (30 ms and more), of which hundreds were run.
    expect(delay.percentile(50) / 1e6).toBeLessThan(25);
  });
});

describe("the rest of the service", () => {
  test("tells that it lives and is ready", async () => {
    expect(await (await fetch(`${service.url}/health/live`)).json()).toEqual({ status: "live" });
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toMatchObject({
      status: "ready",
      model: { name: "small" },
    });
  });

  test("describes itself in OpenAPI, with every path it has", async () => {
    const document = await (await fetch(`${service.url}/openapi.json`)).json();
    expect(document.openapi).toBe("3.1.0");
    expect(document.components.schemas.DocumentResult.properties.statements).toBeDefined();
    for (const path of Object.keys(document.paths))
      expect((await fetch(service.url + path)).status).not.toBe(404);
  });

  test("shows its reference without any other host", async () => {
    const page = await fetch(`${service.url}/docs`);
    expect(await page.text()).not.toMatch(/(?:src|href)="https?:/);
    expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
    expect((await fetch(`${service.url}/docs/assets/swagger-ui-bundle.js`)).status).toBe(200);
  });

  test("counts its work for Prometheus", async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toMatch(/statement_stance_tokens_total [1-9]/);
    expect(text).toMatch(
      /statement_stance_requests_total\{route="\/v1\/classify",method="POST",status="200"} [1-9]/,
    );
  });

  test("says 404 and 405 as problems", async () => {
    expect(await (await fetch(`${service.url}/none`)).json()).toMatchObject({
      status: 404,
      code: "not-found",
    });
    const wrong = await fetch(`${service.url}/v1/classify`);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

test("a service with no room says so at once, with Retry-After, and answers what it accepted", async () => {
  const small = await startService({ maxWaitingTokens: 2000 });
  const ask = () =>
    fetch(`${small.url}/v1/classify`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: TEXT.repeat(100),
    });
  const answers = await Promise.all(Array.from({ length: 30 }, ask));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers.get("retry-after")).toBe("1");
  expect(answers.filter(({ status }) => status === 200).length).toBe(30 - refused.length);
  await small.stop();
});

test("an answer that is late is a problem, not a hang", async () => {
  const slow = await startService({ deadlineMs: 5 });
  const response = await fetch(`${slow.url}/v1/classify`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: TEXT.repeat(500),
  });
  expect(await response.json()).toMatchObject({ status: 504, code: "deadline-exceeded" });
  await slow.stop();
});
