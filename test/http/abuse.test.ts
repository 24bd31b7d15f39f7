import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { openApiDocument } from "../../dist/http/index.js";
import { type Service, startService, TEXT } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ maxBodyBytes: 300_000 });
});
afterAll(() => service.stop());

interface Operation {
  readonly responses: Record<string, unknown>;
}
const { paths } = openApiDocument("0") as { paths: Record<string, Record<string, Operation>> };

/** The answer's status, checked to be no failure of ours and to be told in the document. */
async function send(path: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(service.url + path, init);
  const text = await response.text();
  expect([path, response.status >= 500 ? text : "no 5xx"]).toEqual([path, "no 5xx"]);
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(text).not.toMatch(/\/(work|tmp|home|root|node_modules)\/|\bat .*\.js:\d/);
  }
  return response.status;
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      text: fc.oneof(fc.constant(TEXT), fc.string({ unit: "binary", maxLength: 200 }), fc.jsonValue()),
      id: fc.jsonValue(),
      title: fc.jsonValue(),
      date: fc.jsonValue(),
      targets: fc.oneof(
        fc.jsonValue(),
        fc.array(fc.record({ name: fc.string(), aliases: fc.array(fc.string()) })),
      ),
      options: fc.oneof(
        fc.jsonValue(),
        fc.record({ offsetUnit: fc.constantFrom("utf16", "codepoint", "byte"), minConfidence: fc.double() }),
      ),
    },
    { requiredKeys: [] },
  ),
  fc.record({
    documents: fc.array(fc.oneof(fc.record({ text: fc.string() }), fc.jsonValue()), { maxLength: 5 }),
  }),
);
const TYPES = [
  "application/json",
  "text/plain",
  "text/html",
  "application/xml",
  "",
  "text/plain; charset=utf-16",
];

describe("whatever is sent, the service answers, and never with a 5xx", () => {
  test("JSON of every shape", async () => {
    await fc.assert(
      fc.asyncProperty(odd, async (body) => {
        const told = paths["/v1/classify"]!.post!.responses;
        const headers = { "content-type": "application/json" };
        const status = await send("/v1/classify", { method: "POST", headers, body: JSON.stringify(body) });
        expect(Object.keys(told)).toContain(String(status));
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test("bytes of every kind under every content type", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...TYPES), async (body, type) => {
        await send("/v1/classify", { method: "POST", headers: { "content-type": type }, body });
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test("addresses of every kind, among them ways out of a folder", async () => {
    const segment = fc.oneof(
      fc.constantFrom("..", "%2e%2e", "%2f", "docs", "v1", "samples", "%00", "%ff"),
      fc.webSegment(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 6 }),
        fc.webQueryParameters(),
        async (segments, query) => {
          await send(`/${segments.join("/")}?${query}`);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  test("nesting without an end", async () => {
    for (const body of [
      "[".repeat(200_000),
      `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      '{"a":'.repeat(50_000),
    ])
      expect(
        await send("/v1/classify", { method: "POST", headers: { "content-type": "application/json" }, body }),
      ).toBe(400);
  });

  test("names that objects inherit", async () => {
    const body = '{"text":"a","__proto__":{"x":1},"constructor":{"prototype":{}}}';
    expect(
      await send("/v1/classify", { method: "POST", headers: { "content-type": "application/json" }, body }),
    ).toBe(400);
  });

  test("methods that an address does not have", async () => {
    for (const path of Object.keys(paths).filter((one) => !one.includes("{")))
      for (const method of ["PUT", "PATCH", "OPTIONS"]) await send(path, { method });
  });
});
