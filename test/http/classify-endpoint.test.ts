import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { DocumentResult, Problem } from "../../dist/schemas/index.js";
import { HARD_TEXTS } from "../strings.ts";
import { type Service, startService, TEXT } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ maxBodyBytes: 400_000, maxTextLength: 100_000, deadlineMs: 300_000 });
});
afterAll(() => service.stop());
const json = (value: unknown) => service.json(value);
const post = (body: string | Uint8Array, type?: string, headers?: Record<string, string>) =>
  service.post(body, type, headers);

describe("POST /v1/classify answers", () => {
  test("a document with its statements", async () => {
    const response = await json({ id: "n1", text: TEXT, title: "News" });
    const result = DocumentResult.parse(await response.json());
    expect(response.status).toBe(200);
    expect(result.document).toMatchObject({ id: "n1", title: "News", language: { code: "en" } });
    expect(result.document).not.toHaveProperty("text");
    expect(result.statements.map(({ speaker }) => speaker?.name)).toEqual(["Hakan Fidan", "Hakan Fidan"]);
    expect(result.statements[0]?.content.text).toBe(TEXT.slice(...result.statements[0]!.content.spans[0]!));
  });

  test("spans in code points where they are asked for: an emoji before a statement counts once", async () => {
    const text = `🎉 News. ${TEXT}`;
    const targets = [{ name: "the strike" }];
    const options = { offsetUnit: "codepoint", sentences: true };
    const { statements } = DocumentResult.parse(await (await json({ text, targets, options })).json());
    const piece = ([start, end]: readonly [number, number]) => Array.from(text).slice(start, end).join("");
    expect(statements).toHaveLength(2);
    for (const { content, cue, source, targets: found, speaker, sentence, requested } of statements) {
      for (const part of [content, cue, source]) expect(part?.spans.map(piece)).toEqual([part?.text]);
      for (const { span, text: words } of found) expect(piece(span)).toBe(words);
      expect(speaker?.mentions?.map(piece)).toEqual(["Hakan Fidan", "He"]);
      expect(piece(sentence!)).toMatch(/^(“I back it,” said Hakan Fidan|He condemned the strike)\.$/);
      for (const { span } of requested!) expect(span === null || piece(span).endsWith("strike")).toBe(true);
    }
    expect(statements[1]?.requested?.[0]).toMatchObject({ concerned: true });
  });

  test("what is asked of each document: its own targets, in their order", async () => {
    const documents = [
      { text: TEXT, targets: [{ name: "the strike" }, { name: "Norway" }] },
      { text: TEXT, targets: [{ name: "the attack", aliases: ["strike"] }] },
      { text: TEXT },
    ];
    const answer = await (await json({ documents })).json();
    const [first, second, third] = answer.documents.map(
      (one: unknown) => DocumentResult.parse(one).statements,
    );
    for (const { requested } of first) expect(requested).toHaveLength(2);
    expect(first[1].requested).toMatchObject([
      { name: "the strike", concerned: true, stance: "against" },
      { name: "Norway", concerned: false, span: null, stance: null, scores: null },
    ]);
    expect(TEXT.slice(...first[1].requested[0].span)).toMatch(/strike$/);
    expect(second[1].requested).toMatchObject([{ name: "the attack", concerned: true, stance: "against" }]);
    for (const statement of third) expect(statement).not.toHaveProperty("requested");
  });

  test("the statements that are sure enough, with their sentences where they are asked for", async () => {
    const asked = async (options: object) =>
      DocumentResult.parse(await (await json({ text: TEXT, options })).json()).statements;
    const all = await asked({ sentences: true });
    expect(all.map(({ sentence }) => TEXT.slice(...sentence!))).toEqual([
      "“I back it,” said Hakan Fidan.",
      "He condemned the strike.",
    ]);
    const sure = Math.max(...all.map(({ confidence }) => confidence));
    const kept = await asked({ minConfidence: sure });
    expect(kept.map(({ confidence }) => confidence)).toEqual([sure]);
    expect(kept[0]).not.toHaveProperty("sentence");
    expect(await asked({ minConfidence: 1 })).toEqual([]);
  });

  test("several documents in their order, each as if it were alone", async () => {
    const documents = [
      { id: "x", text: TEXT },
      { id: 7, text: "Fine." },
      { id: "z", text: "He spoke." },
    ];
    const many = await (await json({ documents })).json();
    expect(many.documents.map((one: DocumentResult) => one.document.id)).toEqual(["x", "7", "z"]);
    const alone = await (await post(TEXT, "text/plain")).json();
    expect(many.documents[0].statements).toEqual(alone.statements);
  });

  test("a web page, with the article's text that the spans count in", async () => {
    const page = `<html><head><title>News</title></head><body><nav>Home Sport</nav><article><p>It rained.</p><p>${TEXT}</p></article></body></html>`;
    const result = DocumentResult.parse(await (await post(page, "text/html")).json());
    expect(result.document).toMatchObject({ title: "News", text: `It rained.\n\n${TEXT}` });
    const [start, end] = result.statements[0]!.content.spans[0]!;
    expect(result.document.text!.slice(start, end)).toBe(result.statements[0]!.content.text);
  });

  test.each([
    ["its header", Buffer.from("<p>Ren\xe9 said so.</p>", "latin1"), "text/html; charset=ISO-8859-1", "René"],
    [
      "itself",
      Buffer.from('<meta charset="windows-1251"><p>\xc8\xe2\xe0\xed said so.</p>', "latin1"),
      "text/html",
      "Иван",
    ],
    [
      "its byte order mark",
      Buffer.from("\ufeff<p>René said so.</p>", "utf16le"),
      "text/html; charset=utf-8",
      "René",
    ],
  ])("a page in the encoding that %s says", async (_name, body, type, name) => {
    const { document } = await (await post(body, type)).json();
    expect(document.text).toBe(`${name} said so.`);
  });

  test("text and JSON in the charset that the header says", async () => {
    const latin1 = await post(Buffer.from("Il a d\xe9nonc\xe9.", "latin1"), 'text/plain; charset="latin1"');
    expect(latin1.status).toBe(200);
    const wide = Buffer.from(JSON.stringify({ text: TEXT }), "utf16le");
    expect((await post(wide, "application/json; charset=utf-16le")).status).toBe(200);
  });

  test.each(Object.entries(HARD_TEXTS))("a hard text: %s", async (_name, text) => {
    const response = await json({ text });
    expect(response.status).toBe(200);
    for (const { content, cue, source } of DocumentResult.parse(await response.json()).statements) {
      for (const part of [content, cue, source]) {
        const pieces = part?.spans.map(([start, end]) => text.slice(start, end));
        expect(part?.text).toEqual(pieces?.join(" … "));
      }
    }
  });

  test("a hundred thousand quotation marks", async () => {
    const response = await json({ text: '"'.repeat(100_000) });
    expect([response.status, (await response.json()).timing.tokens > 100_000]).toEqual([200, true]);
  }, 300_000);
});

describe("POST /v1/classify refuses", () => {
  test.each([
    ["an empty text", { text: " " }, 422, "empty-text", "text"],
    ["a number for a text", { text: 7 }, 400, "invalid-request", "text"],
    ["no text", {}, 400, "invalid-request", "text"],
    ["a list", [{ text: TEXT }], 400, "invalid-request", ""],
    ["nothing", null, 400, "invalid-request", ""],
    ["an unknown field", { text: TEXT, colour: 1 }, 400, "invalid-request", "colour"],
    [
      "an unknown field of a document",
      { documents: [{ text: TEXT }, { text: TEXT, colour: 1 }] },
      400,
      "invalid-request",
      "documents[1].colour",
    ],
    ["a target without a name", { text: TEXT, targets: [{}] }, 400, "invalid-request", "targets[0].name"],
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
  ])("%s, and names the field", async (_name, body, status, code, path) => {
    const response = await json(body);
    const problem = Problem.parse(await response.json());
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect([response.status, problem.status, problem.code]).toEqual([status, status, code]);
    expect(problem.errors?.[0]?.path).toBe(path);
  });

  test("a text over the limit, and says how long it is and may be", async () => {
    const text = "a ".repeat(60_000);
    const one = Problem.parse(await (await json({ text })).json());
    expect(one.detail).toBe("text: the text has 120000 characters, the limit is 100000");
    const many = Problem.parse(await (await json({ documents: [{ text: TEXT }, { text }] })).json());
    expect(many.detail).toBe("documents[1].text: the text has 120000 characters, the limit is 100000");
    expect(many.errors?.[0]?.path).toBe("documents[1].text");
  });

  test("documents that it could not read in time, and names the one that is too long", async () => {
    const stats = jest.spyOn(service.classifier, "stats");
    stats.mockReturnValue({ ...service.classifier.stats(), tokensPerSecond: 20 });
    const documents = [{ text: TEXT }, { text: "a ".repeat(45_000) }];
    const problem = Problem.parse(await (await json({ documents })).json());
    stats.mockRestore();
    expect(problem).toMatchObject({ status: 413, code: "text-too-long" });
    expect(problem.detail).toMatch(/^documents\[1\]\.text: about 27000 word pieces.*within the deadline/);
    expect(problem.errors?.[0]?.path).toBe("documents[1].text");
  });

  test.each([
    ["JSON that breaks off", '{"text": "a', "application/json", 400, "invalid-json", "at column 10"],
    ["JSON with a mistake", '{\n"text": "a"\n"id": 1}', "application/json", 400, "invalid-json", "at line 3"],
    ["an empty body", "", "application/json", 400, "invalid-json", "empty"],
    ["JSON nested without end", "[".repeat(200_000), "application/json", 400, "invalid-json", "broken"],
    ["broken UTF-8", Buffer.from([0x61, 0xff]), "text/plain", 400, "invalid-encoding", "at byte 1"],
    [
      "broken UTF-8 in JSON",
      Buffer.from('{"text": "\xff"}', "latin1"),
      "application/json",
      400,
      "invalid-encoding",
      "at byte 10",
    ],
    ["another content type", "a", "application/xml", 415, "unsupported-media-type", "application/xml"],
    ["no content type", Buffer.from("a"), "", 415, "unsupported-media-type", "(none)"],
    ["an unknown charset", "a", "text/plain; charset=klingon", 415, "unsupported-media-type", "klingon"],
    ["a page without an article", "<html><body></body></html>", "text/html", 422, "no-article", "no article"],
    ["a page nested too deep", "<div>".repeat(5000), "text/html", 422, "no-article", "deeper than 256"],
    ["a body over the limit", "a".repeat(500_000), "text/plain", 413, "body-too-large", "400000 bytes"],
  ])("%s", async (_name, body, type, status, code, detail) => {
    const response = await post(body, type);
    const problem = Problem.parse(await response.json());
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.detail).toContain(detail);
  });

  test("a content encoding that it does not know, and packed bytes that are none", async () => {
    const unknown = await post("a", "text/plain", { "content-encoding": "zip" });
    expect(await unknown.json()).toMatchObject({ status: 415, code: "unsupported-media-type" });
    const broken = await post("a", "text/plain", { "content-encoding": "gzip" });
    expect(await broken.json()).toMatchObject({ status: 400, code: "invalid-request" });
  });

  test("a client that takes no JSON", async () => {
    const response = await post(TEXT, "text/plain", { accept: "text/csv" });
    expect(await response.json()).toMatchObject({ status: 406, code: "not-acceptable" });
  });
});

describe("every answer", () => {
  test("that is a problem has a type that leads to a page of the service about it", async () => {
    const { type, title } = Problem.parse(await (await json({ text: " " })).json());
    const address = new URL(type, `${service.url}/v1/classify`);
    const page = await fetch(address);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const html = await page.text();
    expect(address.hash).toBe("#empty-text");
    expect(html).toContain('id="empty-text"');
    expect(html).toContain(title);
  });

  test("carries the request's id, given or new, and a problem the same as its instance", async () => {
    const given = await post("{", "application/json", { "x-request-id": "order-66" });
    expect(given.headers.get("x-request-id")).toBe("order-66");
    expect(await given.json()).toMatchObject({ instance: "order-66" });
    const unsafe = await post("{", "application/json", { "x-request-id": "<b>" });
    expect(unsafe.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  test("is a problem where there is nothing, or not by this method", async () => {
    expect(await (await fetch(`${service.url}/none`)).json()).toMatchObject({
      status: 404,
      code: "not-found",
    });
    for (const path of ["/v1/classify", "/health/live", "/metrics", "/docs", "/openapi.json"]) {
      const wrong = await fetch(service.url + path, { method: "DELETE" });
      expect(await wrong.json()).toMatchObject({ status: 405, code: "method-not-allowed" });
      expect(wrong.headers.get("allow")).toBe(path === "/v1/classify" ? "POST" : "GET, HEAD");
    }
  });

  test("is safe: strict policy, no sniffing, no server's name, no other site's scripts", async () => {
    const { headers } = await fetch(`${service.url}/health/live`, {
      headers: { origin: "https://other.example" },
    });
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'/);
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  test("to a page of another site only where the settings name it", async () => {
    const open = await startService({ corsOrigins: "https://desk.example, https://lab.example" });
    const asked = (origin: string) => fetch(`${open.url}/health/live`, { headers: { origin } });
    const allowed = async (origin: string) =>
      (await asked(origin)).headers.get("access-control-allow-origin");
    expect(await allowed("https://lab.example")).toBe("https://lab.example");
    expect(await allowed("https://other.example")).toBeNull();
    await open.stop();
  });
});
