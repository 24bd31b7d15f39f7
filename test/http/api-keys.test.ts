import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createKey, watchKeys, writeKeys } from "../../dist/access/index.js";
import { type Service, startService, TEXT, until } from "./service.ts";

const file = join(mkdtempSync(join(tmpdir(), "keys-")), "keys.json");
const desk = createKey({ name: "desk", scope: "classify" });
const slow = createKey({ name: "slow", scope: "classify", requestsPerMinute: 2 });
const gone = createKey({ name: "gone", scope: "admin" });
const broken: unknown[] = [];
let service: Service;
let watched: ReturnType<typeof watchKeys>;

beforeAll(async () => {
  writeKeys(file, [desk.key, slow.key, gone.key]);
  watched = watchKeys(file, (error) => broken.push(error));
  service = await startService({ requestsPerMinute: 100 }, { keys: watched.keys });
});
afterAll(async () => {
  watched.close();
  await service.stop();
});

const classify = (headers: Record<string, string>) => service.post(TEXT, "text/plain", headers);
const bearer = (key: { text: string }) => ({ authorization: `Bearer ${key.text}` });

describe("a service with API keys", () => {
  test("asks for one, and says how it is sent", async () => {
    const response = await classify({});
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="statement-stance"',
    ]);
    expect(await response.json()).toMatchObject({ code: "unauthorized" });
    expect((await classify({ authorization: `Bearer ${desk.text}x` })).status).toBe(401);
    expect((await classify({ authorization: desk.text })).status).toBe(401);
  });

  test("takes it in either header, and tells how many requests are left", async () => {
    const response = await classify(bearer(desk));
    expect(response.status).toBe(200);
    expect(response.headers.get("ratelimit-policy")).toMatch(/q=100; w=60/);
    expect(response.headers.get("ratelimit")).toMatch(/r=99; t=\d+/);
    expect((await classify({ "x-api-key": desk.text })).status).toBe(200);
  });

  test("takes it as the password of a basic login, which is all that Label Studio can send", async () => {
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
    expect((await classify(basic(`label-studio:${desk.text}`))).status).toBe(200);
    expect((await classify(basic(`${desk.text}:`))).status).toBe(401);
    expect((await classify({ authorization: "Basic nonsense" })).status).toBe(401);
  });

  test.each([
    ["POST", "/V1/classify"],
    ["POST", "/v1/Classify/"],
    ["POST", "/V1/EVALUATE"],
    ["POST", "/Predict"],
    ["POST", "/predict/"],
    ["POST", "/SETUP/"],
    ["GET", "/V1/statements"],
    ["POST", "/v1/Jobs/"],
    ["DELETE", "/V1/jobs/3"],
  ])("asks for one however the address is written: %s %s", async (method, path) => {
    expect((await fetch(service.url + path, { method })).status).toBe(401);
  });

  test.each(["/v1/Aliases?name=x", "/V1/ALIASES/?name=x"])("holds it to its scope at %s", async (path) => {
    const response = await fetch(service.url + path, { method: "DELETE", headers: bearer(desk) });
    expect(await response.json()).toMatchObject({ status: 403, detail: expect.stringContaining("admin") });
  });

  test("keeps health, metrics and the reference open", async () => {
    for (const path of ["/health/live", "/health/ready", "/metrics", "/openapi.json", "/docs"])
      expect((await fetch(service.url + path)).status).toBe(200);
  });

  test("refuses what the key's scope does not hold", async () => {
    const response = await fetch(`${service.url}/v1/statements`, { headers: bearer(desk) });
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({ code: "forbidden", detail: expect.stringContaining("scope jobs") }),
    ]);
  });

  test("bounds each key by its own limit", async () => {
    expect((await classify(bearer(slow))).status).toBe(200);
    expect((await classify(bearer(slow))).status).toBe(200);
    const refused = await classify(bearer(slow));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "rate-limited" });
    expect((await classify(bearer(desk))).status).toBe(200);
  });

  test("sees a key revoked while it runs, and keeps the keys it has when the file breaks", async () => {
    expect((await classify(bearer(gone))).status).toBe(200);
    writeKeys(file, [desk.key, slow.key]);
    await until(async () => (await classify(bearer(gone))).status === 401);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(file, "{");
    await until(() => broken.length > 0);
    expect((await classify(bearer(desk))).status).toBe(200);
  });
});
