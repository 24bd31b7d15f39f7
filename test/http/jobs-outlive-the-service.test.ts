import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import type { Job, JobResult } from "../../dist/schemas/index.js";
import { type Running, start } from "../jobs/command.ts";
import { testUnlessMissing } from "../missing.ts";
import { missingPostgres, startPostgres } from "../servers/postgres.ts";
import { report, until } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "outlive-"));
const DOCUMENTS = 40;
const body = Array.from({ length: DOCUMENTS }, (_, index) =>
  JSON.stringify({ id: `d${index}`, text: `${report(400)} This was article ${index}.` }),
).join("\n");
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.process.kill("SIGKILL");
    await one.ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A service in a process of its own, that can be killed. */
async function serve(store: string) {
  const service = start("serve", "--port", "0", "--store", store, "--workers", "2", "--drain-ms", "20000");
  running.push(service);
  await service.says('"listening"');
  const url = /"address":"([^"]+)"/.exec(service.output())![1]!;
  const job = async (): Promise<Job> => (await fetch(`${url}/v1/jobs/1`)).json();
  const send = () =>
    fetch(`${url}/v1/jobs`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body });
  const results = async (): Promise<JobResult[]> => {
    const text = await (await fetch(`${url}/v1/jobs/1/results`)).text();
    return text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  return { ...service, url, job, send, results };
}
const everyDocumentOnce = Array.from({ length: DOCUMENTS }, (_, index) => [`d${index}`, "scored"]);

describe("a job", () => {
  test("goes on by itself when its service was killed with -9, again and again, and every document is there once", async () => {
    const store = join(folder, "killed.sqlite");
    let service = await serve(store);
    expect((await service.send()).status).toBe(202);
    for (let kill = 0; kill < 4; kill++) {
      const { scored } = (await service.job()).counts;
      await until(async () => (await service.job()).counts.scored >= Math.min(scored + 4, DOCUMENTS), 60_000);
      await pause(Math.random() * 200);
      service.process.kill("SIGKILL");
      await service.ended;
      service = await serve(store);
    }
    await until(async () => (await service.job()).state !== "running", 60_000);
    expect(await service.job()).toMatchObject({
      state: "finished",
      counts: { accepted: DOCUMENTS, scored: DOCUMENTS, failed: 0, waiting: 0 },
    });
    const results = await service.results();
    expect(results.map(({ id, state }) => [id, state])).toEqual(everyDocumentOnce);
    const { statements } = await (await fetch(`${service.url}/v1/statements?limit=1000`)).json();
    expect(statements).toHaveLength(results.reduce((sum, one) => sum + one.statements.length, 0));
    await until(() => readdirSync(`${store}-uploads`).length === 0);
  }, 240_000);

  test("is left in good order by SIGTERM: documents in hand are ended, listeners are let go, the next start goes on", async () => {
    const store = join(folder, "terminated.sqlite");
    const service = await serve(store);
    await service.send();
    const listening = fetch(`${service.url}/v1/jobs/1/events`).then((response) => response.text());
    await until(async () => (await service.job()).counts.scored >= 3, 60_000);
    service.process.kill("SIGTERM");
    expect((await service.ended).code).toBe(0);
    expect(await listening).toMatch(/^event: job\n/);
    expect(existsSync(`${store}-uploads`)).toBe(true);
    const next = await serve(store);
    await until(async () => (await next.job()).state !== "running", 60_000);
    expect((await next.results()).map(({ id, state }) => [id, state])).toEqual(everyDocumentOnce);
  }, 120_000);
});

test("a password of the queue is not told where the queue does not answer", async () => {
  const [store, queue] = [join(folder, "secret.sqlite"), "redis://me:secret@127.0.0.1:1"];
  const service = start("serve", "--port", "0", "--store", store, "--queue", queue, "--workers", "1");
  running.push(service);
  await service.ended;
  expect(service.errors()).toContain("redis://me@127.0.0.1:1");
  expect(service.output() + service.errors()).not.toContain("secret@");
}, 60_000);

testUnlessMissing(missingPostgres())(
  "a password of the store is not logged",
  async () => {
    const postgres = await startPostgres();
    const url = `${postgres.database("logged").replace("://test@", "://test:secret@")}?password=secret`;
    const traces = "http://me:secret@127.0.0.1:1/v1/traces?token=secret";
    const service = start("serve", "--port", "0", "--store", url, "--workers", "1", "--traces-url", traces);
    running.push(service);
    await service.says('"listening"');
    expect(service.output()).toContain("://test@");
    expect(service.output()).not.toContain("secret");
    service.process.kill("SIGKILL");
    await service.ended;
    await postgres.remove();
  },
  60_000,
);
