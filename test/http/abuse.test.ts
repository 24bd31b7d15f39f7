import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { scoreAll } from "../store/archive.ts";
import { describeStores } from "../store/stores.ts";
import { forged, oddRequests, operations } from "./odd-requests.ts";
import { type Service, startService, TEXT, until } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ maxBodyBytes: 400_000 });
});
afterAll(() => service.stop());

/** The answer's status, checked to be no failure of ours and no larger than it must be. */
async function send(path: string, init: RequestInit = {}, to = service): Promise<number> {
  const response = await fetch(to.url + path, init);
  const isEndless = response.headers.get("content-type")?.startsWith("text/event-stream");
  const text = isEndless ? "" : await response.text();
  if (isEndless) await response.body?.cancel();
  expect([path, response.status >= 500 ? text : "no 5xx"]).toEqual([path, "no 5xx"]);
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(text).not.toMatch(/\/(work|tmp|home|root|node_modules)\/|\bat .*\.js:\d/);
    expect(text.length).toBeLessThan(100_000);
  }
  return response.status;
}
const sendJson = (path: string, body: string) =>
  send(path, { method: "POST", headers: { "content-type": "application/json" }, body });

const TYPES = [
  "application/json",
  "text/plain",
  "text/html",
  "application/xml",
  "",
  "text/plain; charset=utf-16",
];

describe("whatever is sent, the service answers, and never with a 5xx", () => {
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

  test.each(["/v1/classify", "/v1/evaluate", "/predict", "/setup"])(
    "nesting without an end: %s",
    async (path) => {
      const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
      for (const body of [
        "[".repeat(200_000),
        '{"a":'.repeat(50_000),
        `{"text":${deep}}`,
        `{"gold":[{"id":"a","text":"b","statements":${deep}}]}`,
        `{"gold":${JSON.stringify(`{"id":"a","text":"b","x":${deep}}`)}}`,
        `{"tasks":[{"data":{"text":${deep}}}]}`,
        `{"schema":"a","x":${deep}}`,
        `{"schema":${JSON.stringify("<a>".repeat(20_000))}}`,
      ])
        expect([path, await sendJson(path, body)]).toEqual([path, expect.any(Number)]);
    },
  );

  test("mistakes without an end, of which the first ones are told", async () => {
    const target = { name: "", aliases: Array(50).fill("") };
    const documents = Array(20).fill({ text: "a", targets: Array(50).fill(target) });
    const zeros = `[${"0,".repeat(150_000)}0]`;
    const files = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`file ${index}`, 1]));
    const rows = Array.from({ length: 9000 }, () => ({ id: "a", text: "b", statements: [] }));
    for (const [path, body] of [
      ["/v1/classify", JSON.stringify({ documents })],
      ["/v1/classify", `{"documents":${zeros}}`],
      ["/v1/classify", `{"text":"a","targets":${zeros}}`],
      ["/v1/classify", JSON.stringify({ text: "a", ["key".repeat(100_000)]: 1 })],
      ["/v1/evaluate", `{"gold":${zeros}}`],
      ["/v1/evaluate", JSON.stringify({ gold: { files } })],
      ["/v1/evaluate", `{"gold":[{"id":"a","text":"b","statements":${zeros}}]}`],
      ["/v1/evaluate", JSON.stringify({ gold: rows })],
      ["/predict", `{"tasks":${zeros}}`],
    ] as const)
      expect([path, await sendJson(path, body)]).toEqual([path, expect.any(Number)]);
  }, 60_000);

  test.each([
    ["/setup", "schema"],
    ["/predict", "label_config"],
  ])("a labelling configuration that would hold the service up: %s", async (path, field) => {
    const large = `<View>${"<a/>".repeat(80_000)}</View>`;
    expect(await sendJson(path, JSON.stringify({ tasks: [], [field]: large }))).toBe(400);
  });

  test("names that objects inherit", async () => {
    expect(
      await sendJson("/v1/classify", '{"text":"a","__proto__":{"x":1},"constructor":{"prototype":{}}}'),
    ).toBe(400);
  });

  test("methods that an address does not have", async () => {
    for (const { path } of operations)
      for (const method of ["PUT", "PATCH", "OPTIONS"]) await send(path.replace("{id}", "1"), { method });
  });
});

describeStores("every operation of the description answers whatever is asked", (stores) => {
  let archive: Service;
  beforeAll(async () => {
    archive = await startService({ store: stores.place(), deadlineMs: 120_000 });
    await scoreAll(archive.archive!.store, [
      { id: "a", date: "2024-01-05", said: [{ by: "Hakan Fidan", about: [["Gaza", "favor"]] }] },
      { id: "b", said: [{ by: "Fidan", says: "with a \0 in it", about: [["Ga\0za", "against"]] }] },
    ]);
  }, 60_000);
  afterAll(() => archive?.stop());

  test.each(operations)(
    "$method $path",
    async ({ path, method, operation }) => {
      await fc.assert(
        fc.asyncProperty(oddRequests(path, operation), async ({ address, ...init }) => {
          const status = await send(address, { method, ...init } as RequestInit, archive);
          expect(Object.keys(operation.responses)).toContain(String(status));
        }),
        { numRuns: 40 },
      );
    },
    120_000,
  );

  test.each([
    ["/v1/statements?document=%00", 400],
    ["/v1/statements?speaker=a%00", 400],
    ["/v1/speakers?name=a%00b", 400],
    ["/v1/aliases?name=a%00", 400, "DELETE"],
    [`/v1/statements?cursor=${forged("date-desc", 1.5, 1)}`, 400],
    [`/v1/statements?cursor=${forged("date-desc", 1, 1.5)}`, 400],
    [`/v1/statements?cursor=${forged("date-desc", 2 ** 52, 1)}`, 400],
    [`/v1/statements?sort=confidence&cursor=${forged("confidence-desc", 1e308, 1)}`, 400],
    [`/v1/speakers?cursor=${forged("statements", 0.5, 1)}`, 400],
    [`/v1/statements?sort=confidence&cursor=${forged("confidence-desc", 0.5, 1)}`, 200],
  ])("what no database can compare is refused: %s", async (address, status, method = "GET") => {
    expect(await send(address, { method }, archive)).toBe(status);
  });

  test("the limit that is told is the one that the address has", async () => {
    const response = await fetch(`${archive.url}/v1/aliases`, { method: "POST", body: "a".repeat(70_000) });
    expect(await response.json()).toMatchObject({
      status: 413,
      detail: "the body is larger than 65536 bytes, the limit",
    });
  });

  test("rows of an upload with a NUL anywhere: those that cannot be kept are failed, the others are scored", async () => {
    const rows = [
      { id: "a\0", text: TEXT },
      { id: "title", title: "a\0b", date: "\0", url: "\0", text: TEXT },
      { id: "text", text: TEXT.replace("back", "ba\0ck").replace("Hakan", "Ha\0kan") },
    ];
    const { id } = await (
      await fetch(`${archive.url}/v1/jobs`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson" },
        body: rows.map((row) => JSON.stringify(row)).join("\n"),
      })
    ).json();
    const job = async () => (await fetch(`${archive.url}/v1/jobs/${id}`)).json();
    await until(async () => (await job()).state !== "running");
    expect(await job()).toMatchObject({ state: "finished", counts: { accepted: 3, scored: 2, failed: 1 } });
  }, 30_000);
});
