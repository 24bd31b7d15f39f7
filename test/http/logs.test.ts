import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { run, start } from "../jobs/command.ts";
import { until } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "logs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SECRET = "Bartholomew";
const TEXT = `“I back it,” said ${SECRET} Fidan.`;

test("every request is a JSON line with its id, its key and its trace, and no line has text, address or query", async () => {
  const spans: unknown[] = [];
  const collector = createServer(async (request, response) => {
    spans.push(await new Response(request as never).text());
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const traces = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
  const keys = join(folder, "keys.json");
  const made = await run("keys", "create", "reader", "--scope", "admin", "--keys-file", keys);
  const key = /sst_[0-9a-f]{16}_[\w-]{43}/.exec(made.output + made.errors)![0];
  const store = join(folder, "archive.sqlite");
  const service = start(
    ...[
      "serve",
      "--port",
      "0",
      "--workers",
      "1",
      "--keys-file",
      keys,
      "--traces-url",
      traces,
      "--store",
      store,
    ],
  );
  await service.says('"listening"');
  const url = /"address":"([^"]+)"/.exec(service.output())![1]!;
  const headers = { authorization: `Bearer ${key}`, "content-type": "text/plain", "x-request-id": "mine-1" };
  const post = (path: string, body: string, type = "text/plain") =>
    fetch(url + path, { method: "POST", headers: { ...headers, "content-type": type }, body });
  expect((await post("/v1/classify", TEXT)).status).toBe(200);
  await post("/v1/classify", `{"text":"${SECRET}`, "application/json");
  await post("/v1/classify", `{"text":1,"${SECRET}":2}`, "application/json");
  await post(`/v1/jobs?filename=${SECRET}.jsonl`, JSON.stringify({ text: TEXT }));
  await fetch(`${url}/v1/statements?speaker=${SECRET}`, { headers });
  await fetch(`${url}/${SECRET}`, { headers });
  const lines = () =>
    service
      .output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  await until(() => lines().filter(({ msg }) => msg === "request").length >= 6);
  service.process.kill("SIGTERM");
  expect(await service.ended).toMatchObject({ code: 0 });
  const requests = lines().filter(({ msg }) => msg === "request");
  expect(requests[0]).toMatchObject({
    requestId: "mine-1",
    keyId: key.split("_")[1],
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    method: "POST",
    route: "/v1/classify",
    status: 200,
    ms: expect.any(Number),
  });
  expect(service.output() + service.errors()).not.toContain(SECRET);
  expect(spans.length).toBeGreaterThan(0);
  expect(spans.join("")).not.toContain(SECRET);
  collector.close();
}, 60_000);

describe("a setting that leads nowhere stops the start, and its variable is named", () => {
  test.each([
    [["--model", "none"], 69, "MODEL: there is no model"],
    [["--keys-file", join(folder, "none.json")], 78, "KEYS_FILE: the file of API keys"],
    [["--store", join(folder, "none", "a.sqlite")], 69, "STORE: "],
    [["--host", "256.0.0.1"], 78, "HOST: cannot listen on 256.0.0.1:0"],
  ])("%j", async (flags, code, message) => {
    const ended = await run("serve", "--port", "0", "--workers", "1", ...flags);
    expect([ended.code, ended.errors]).toEqual([code, expect.stringContaining(message)]);
  });
});
