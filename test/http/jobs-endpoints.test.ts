import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { type Pack, pack } from "tar-stream";
import type { Job, JobResult } from "../../dist/schemas/index.js";
import { report, type Service, startService, TEXT, until } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "jobs-endpoints-"));
const uploads = join(folder, "uploads");
let service: Service;
beforeAll(async () => {
  service = await startService({
    store: join(folder, "archive.sqlite"),
    uploads,
    requestTimeoutMs: 1500,
    maxUploadBytes: 4_000_000,
  });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, init?: RequestInit) => fetch(service.url + path, init);
const json = async (path: string) => (await ask(path)).json();
const send = (body: string | Uint8Array, type: string, query = "", headers: Record<string, string> = {}) =>
  ask(`/v1/jobs${query}`, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body: body as string,
  });
async function buffers(tar: Pack): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part as Buffer);
  return parts;
}
const NDJSON = "application/x-ndjson";
const rows = (count: number, start = 0) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ id: `r${start + index}`, text: `${TEXT} ${index}` }),
  ).join("\n");
const begun = async (response: Response): Promise<number> => {
  const job = await response.json();
  expect([response.status, job]).toEqual([202, expect.objectContaining({ state: "running" })]);
  expect(response.headers.get("location")).toBe(`/v1/jobs/${job.id}`);
  return job.id;
};
const ended = async (id: number): Promise<Job> => {
  await until(async () => (await json(`/v1/jobs/${id}`)).state !== "running", 60_000);
  return json(`/v1/jobs/${id}`);
};
const resultsOf = async (id: number, after = 0): Promise<JobResult[]> => {
  const text = await (await ask(`/v1/jobs/${id}/results?after=${after}`)).text();
  return text.trim() === ""
    ? []
    : text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
};
/** Uploads go with their job. */
afterEach(() => until(() => readdirSync(uploads).length === 0, 20_000));

describe("POST /v1/jobs scores what is sent", () => {
  test("NDJSON, told by its content type", async () => {
    const job = await ended(await begun(await send(`${rows(3)}\n{"broken`, NDJSON)));
    expect(job).toMatchObject({ name: "upload.jsonl", state: "finished", readAll: true, problem: null });
    expect(job.counts).toMatchObject({ accepted: 4, waiting: 0, scored: 3, failed: 1, unchanged: 0 });
    const results = await resultsOf(job.id);
    expect(results.map(({ id, state }) => [id, state])).toEqual([
      ["r0", "scored"],
      ["r1", "scored"],
      ["r2", "scored"],
      [expect.stringContaining("upload.jsonl#4"), "failed"],
    ]);
    expect(results[0]!.statements[0]).toMatchObject({ speaker: { name: "Hakan Fidan" } });
    const { errors, next } = await json(`/v1/jobs/${job.id}/errors`);
    expect(errors).toMatchObject([{ code: "broken-line", file: "upload.jsonl", line: 4, number: 4 }]);
    expect(next).toBeNull();
    const { statements } = await json(`/v1/statements?job=${job.id}&limit=1000`);
    expect(statements).toHaveLength(job.counts.statements);
  });

  test("any archive, told by its name", async () => {
    const tar = pack();
    tar.entry({ name: "a/one.txt" }, TEXT);
    tar.entry({ name: "a/page.html" }, `<html><body><article><p>${report(100)}</p></article></body></html>`);
    tar.finalize();
    const packed = gzipSync(Buffer.concat(await buffers(tar)));
    const job = await ended(await begun(await send(packed, "application/gzip", "?filename=news.tar.gz")));
    expect(job).toMatchObject({ name: "news.tar.gz", counts: { accepted: 2, scored: 2, failed: 0 } });
    const ids = (await resultsOf(job.id)).map(({ id }) => id);
    expect(ids[0]).toMatch(/^upload-[0-9a-f]{16}\/news\.tar\.gz\/a\/one\.txt$/);
  });

  test("CSV with columns of other names, compressed for its way", async () => {
    const csv = `number;body;when\n7;"${TEXT}";2024-05-31\n`;
    const query = "?textColumn=body&idColumn=number&dateColumn=when&delimiter=%3B";
    const job = await ended(
      await begun(await send(gzipSync(csv), "text/csv", query, { "content-encoding": "gzip" })),
    );
    expect(job.counts).toMatchObject({ scored: 1, failed: 0 });
    const { statements } = await json(`/v1/statements?job=${job.id}&from=2024-05-31`);
    expect(statements[0]).toMatchObject({ document: { id: "7", date: "2024-05-31" } });
  });

  test("the same again is unchanged, also where documents have no id of their own", async () => {
    const body = `{"text": ${JSON.stringify(TEXT)}}`;
    expect((await ended(await begun(await send(body, NDJSON)))).counts).toMatchObject({ scored: 1 });
    expect((await ended(await begun(await send(body, NDJSON)))).counts).toMatchObject({
      scored: 0,
      unchanged: 1,
    });
    const other = `{"text": "“No,” said Hakan Fidan."}`;
    expect((await ended(await begun(await send(other, NDJSON)))).counts).toMatchObject({ scored: 1 });
  });

  test("stops at more errors than are allowed", async () => {
    const job = await ended(await begun(await send("{\n{\n{\n", NDJSON, "?maxErrors=1")));
    expect(job).toMatchObject({ state: "failed", maxErrors: 1, problem: { code: "too-many-errors" } });
  });

  test("takes longer than a request may, as long as it moves, and is cut off when it stands still", async () => {
    const sendSlowly = (gaps: number[]) =>
      new Promise<number>((resolve) => {
        const sending = request(`${service.url}/v1/jobs`, {
          method: "POST",
          headers: { "content-type": NDJSON },
        });
        sending.on("response", (response) => {
          response.resume();
          resolve(response.statusCode!);
        });
        sending.on("error", () => resolve(0));
        const all = async () => {
          for (const [index, gap] of gaps.entries()) {
            sending.write(`${rows(1, 100 + index)}\n`);
            await pause(gap);
          }
          sending.end();
        };
        void all();
      });
    expect(await sendSlowly([600, 600, 600, 600, 600])).toBe(202);
    expect(await sendSlowly([10, 5000])).toBe(408);
  });
});

describe("an upload that is refused", () => {
  test.each([
    ["of no known type", "x", "image/png", "", 415, "unsupported-media-type"],
    ["with a name of no known format", "x", NDJSON, "?filename=a.pdf", 415, "unsupported-media-type"],
    [
      "with a name that leads out of its folder",
      "x",
      NDJSON,
      "?filename=..%2Fa.jsonl",
      400,
      "invalid-request",
    ],
    ["with an option that there is not", "x", NDJSON, "?colour=red", 400, "invalid-request"],
    ["larger than the limit", "x".repeat(5_000_000), NDJSON, "", 413, "body-too-large"],
  ])("%s", async (_why, body, type, query, status, code) => {
    const response = await send(body, type, query);
    expect(await response.json()).toMatchObject({ status, code });
    expect(response.status).toBe(status);
  });

  test("because the client left leaves no job and no file", async () => {
    const before = (await json("/v1/jobs")).jobs.length;
    const sending = request(`${service.url}/v1/jobs`, {
      method: "POST",
      headers: { "content-type": NDJSON, "content-length": 1_000_000 },
    });
    sending.on("error", () => {});
    sending.write(rows(10, 7000));
    await until(() => readdirSync(uploads).length === 1);
    sending.destroy();
    await until(() => readdirSync(uploads).length === 0);
    expect(await json("/v1/jobs")).toMatchObject({ jobs: { length: before } });
    expect((await ended(await begun(await send(rows(10, 7000), NDJSON)))).counts).toMatchObject({
      scored: 10,
    });
  });
});

describe("a job that runs", () => {
  const long = () =>
    Array.from({ length: 30 }, (_, id) => JSON.stringify({ id: `long ${id}`, text: report(700) }));

  test("tells each change as a server-sent event, until its end", async () => {
    const id = await begun(await send(rows(20, 1000), NDJSON));
    const response = await ask(`/v1/jobs/${id}/events`);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const events = (await response.text()).split("\n\n").filter(Boolean);
    const jobs: Job[] = events.map((event) => JSON.parse(/^event: job\ndata: (.+)$/.exec(event)![1]!));
    expect(jobs.at(-1)).toEqual(await json(`/v1/jobs/${id}`));
    expect(jobs.at(-1)).toMatchObject({ state: "finished", counts: { scored: 20 } });
    const scored = jobs.map(({ counts }) => counts.scored);
    expect(scored).toEqual([...scored].sort((a, b) => a - b));
  });

  test("is cancelled: what is scored stays, nothing more is scored, and it cannot be cancelled twice", async () => {
    const id = await begun(await send(long().join("\n"), NDJSON));
    await until(async () => (await json(`/v1/jobs/${id}`)).counts.scored > 0, 30_000);
    const cancelled = await (await ask(`/v1/jobs/${id}`, { method: "DELETE" })).json();
    expect(cancelled).toMatchObject({ id, state: "cancelled", counts: { waiting: 0 } });
    expect(cancelled.counts.scored).toBeGreaterThan(0);
    expect(cancelled.counts.scored).toBeLessThan(30);
    const again = await ask(`/v1/jobs/${id}`, { method: "DELETE" });
    expect(await again.json()).toMatchObject({ status: 409, code: "job-finished" });
    await until(() => service.classifier.stats().waitingWindows === 0, 20_000);
    expect((await json(`/v1/jobs/${id}`)).counts.scored).toBe(cancelled.counts.scored);
  });

  test("gives its results from any point, while it runs and after", async () => {
    const id = await begun(await send(long().join("\n"), NDJSON));
    const seen: JobResult[] = [];
    while ((await json(`/v1/jobs/${id}`)).state === "running") {
      seen.push(...(await resultsOf(id, seen.at(-1)?.number)));
      await pause(200);
    }
    seen.push(...(await resultsOf(id, seen.at(-1)?.number)));
    expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => `long ${index}`));
    expect(seen).toEqual(await resultsOf(id));
    const csv = await (
      await ask(`/v1/jobs/${id}/results?after=28`, { headers: { accept: "text/csv" } })
    ).text();
    const table: Record<string, string>[] = parse(csv, { columns: true });
    expect(new Set(table.map(({ number, document }) => `${number} ${document}`))).toEqual(
      new Set(["29 long 28", "30 long 29"]),
    );
    expect(table[0]).toMatchObject({ state: "scored", speaker: seen[28]!.statements[0]!.speaker!.name });
  });
});

describe("a job that did not come to a good end", () => {
  test("is sent again: what it stored is skipped", async () => {
    const good = rows(6, 5000).split("\n");
    const broken = [...good.slice(0, 3), "{", "{", ...good.slice(3)].join("\n");
    const failed = await ended(await begun(await send(broken, NDJSON, "?maxErrors=1")));
    expect(failed).toMatchObject({ state: "failed", problem: { code: "too-many-errors" } });
    expect(failed.problem!.detail).toMatch(/send it again: what is stored is skipped$/);
    const stored = async () => (await json("/v1/statements?document=r5000")).statements;
    const again = await ended(await begun(await send(good.join("\n"), NDJSON)));
    const { scored, unchanged } = again.counts;
    expect([again.state, scored + unchanged]).toEqual(["finished", 6]);
    // With what was still in hand when it failed.
    expect(unchanged).toBe((await json(`/v1/jobs/${failed.id}`)).counts.scored);
    const once = await stored();
    await ended(await begun(await send(good.join("\n"), NDJSON)));
    expect(await stored()).toEqual(once);
  });

  test("is tried again where the model was at fault, though its upload is gone", async () => {
    const { classify } = service.classifier;
    service.classifier.classify = () => Promise.reject(new Error("out of order"));
    const id = await begun(await send(rows(2, 6000), NDJSON));
    expect((await ended(id)).counts).toMatchObject({ scored: 0, failed: 2 });
    expect((await json(`/v1/jobs/${id}/errors`)).errors).toMatchObject([
      { code: "internal", retryable: true, attempts: 5 },
      { code: "internal", retryable: true, attempts: 5 },
    ]);
    service.classifier.classify = classify;
    const retried = await ask(`/v1/jobs/${id}/retry`, { method: "POST" });
    expect([retried.status, await retried.json()]).toEqual([202, expect.objectContaining({ id })]);
    const job = await ended(id);
    expect(job).toMatchObject({ state: "finished", counts: { scored: 2, failed: 0, waiting: 0 } });
    const nothing = await ask(`/v1/jobs/${id}/retry`, { method: "POST" });
    expect(await nothing.json()).toEqual(job);
  }, 90_000);
});

describe("what there is", () => {
  test("jobs are listed, the latest first, in pages", async () => {
    const all: Job[] = [];
    for (let path: string | undefined = "/v1/jobs?limit=4"; path; ) {
      const { jobs, next }: { jobs: Job[]; next: number | null } = await json(path);
      expect(jobs.length).toBeLessThanOrEqual(4);
      all.push(...jobs);
      path = next === null ? undefined : `/v1/jobs?limit=4&before=${next}`;
    }
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => ids.length - index));
    expect(Object.keys(all[0]!)).not.toContain("plan");
  });

  test("errors come in pages", async () => {
    const { id } = await ended(await begun(await send("{\n".repeat(5), NDJSON)));
    const first = await json(`/v1/jobs/${id}/errors?limit=3`);
    const rest = await json(`/v1/jobs/${id}/errors?limit=3&after=${first.next}`);
    const lines = [...first.errors, ...rest.errors].map(({ line }: { line: number }) => line);
    expect(lines).toEqual([1, 2, 3, 4, 5]);
    expect(rest.next).toBeNull();
  });

  test.each(["999", "0", "-1", "abc", "1e3"])("no job %s", async (id) => {
    for (const path of ["", "/events", "/results", "/errors"]) {
      expect(await json(`/v1/jobs/${id}${path}`)).toMatchObject({ status: 404, code: "not-found" });
    }
    const response = await ask(`/v1/jobs/${id}`, { method: "DELETE" });
    expect(response.status).toBe(404);
    expect((await ask(`/v1/jobs/${id}/retry`, { method: "POST" })).status).toBe(404);
  });
});
