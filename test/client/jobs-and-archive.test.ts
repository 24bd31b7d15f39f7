import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ServiceProblem, StatementStance } from "../../dist/client/index.js";
import type { Job, JobResult } from "../../dist/schemas/index.js";
import { report, type Service, startService, TEXT, until } from "../http/service.ts";

const folder = mkdtempSync(join(tmpdir(), "client-"));
let service: Service;
let client: StatementStance;
beforeAll(async () => {
  service = await startService({ store: join(folder, "archive.sqlite"), uploads: join(folder, "uploads") });
  client = new StatementStance({ baseUrl: service.url });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const ended = async ({ id }: Job): Promise<Job> => (await all(client.jobs.follow(id))).at(-1)!;
const documents = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name} ${index}`,
    text: `${TEXT} ${name} ${index}.`,
    date: `2024-0${1 + (index % 9)}-01`,
  }));
async function* oneByOne<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const row of rows) yield row;
}

describe("the client's jobs", () => {
  test("are made of documents, as they come", async () => {
    const job = await client.jobs.submitDocuments(oneByOne(documents("streamed", 3)), { maxErrors: 2 });
    expect(job).toMatchObject({ state: "running", maxErrors: 2 });
    const finished = await ended(job);
    expect(finished).toMatchObject({ state: "finished", counts: { scored: 3, failed: 0 } });
    expect(await client.jobs.get(job.id)).toEqual(finished);
  });

  test("are made of a file, a text and bytes that come in pieces, of any format", async () => {
    const path = join(folder, "news.csv");
    writeFileSync(path, `number;body\n7;"${TEXT}"\n`);
    const columns = { textColumn: "body", idColumn: "number", delimiter: ";" };
    const fromFile = await client.jobs.submit(await openAsBlob(path), { filename: "news.csv", ...columns });
    expect(await ended(fromFile)).toMatchObject({ name: "news.csv", counts: { scored: 1 } });
    const row = JSON.stringify({ id: "text", text: TEXT });
    expect(await ended(await client.jobs.submit(row))).toMatchObject({ counts: { scored: 1 } });
    const packed = gzipSync(JSON.stringify({ id: "packed", text: TEXT }));
    const pieces = oneByOne([packed.subarray(0, 20), packed.subarray(20)]);
    const job = await client.jobs.submit(pieces, { filename: "rows.jsonl.gz" });
    expect(await ended(job)).toMatchObject({ name: "rows.jsonl.gz", counts: { scored: 1, failed: 0 } });
  });

  test("tell each change, and give results from any point", async () => {
    const job = await client.jobs.submitDocuments(documents("followed", 6));
    const seen = (await all(client.jobs.follow(job.id))).map(({ counts }) => counts.scored);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(6);
    const results = await all(client.jobs.results(job.id));
    expect(results.map(({ id, state }) => [id, state])).toEqual(
      documents("followed", 6).map(({ id }) => [id, "scored"]),
    );
    expect(results[0]!.statements[0]!.speaker!.name).toBe("Hakan Fidan");
    expect(await all(client.jobs.results(job.id, { after: 4 }))).toEqual(results.slice(4));
  });

  test("list what failed; nothing that is a document's own fault is tried again", async () => {
    const job = await ended(await client.jobs.submit("{\n{\n"));
    const errors = await all(client.jobs.errors(job.id));
    expect(errors.map(({ code, line, retryable }) => [code, line, retryable])).toEqual([
      ["broken-line", 1, false],
      ["broken-line", 2, false],
    ]);
    expect(await client.jobs.retry(job.id)).toEqual(job);
  });

  test("are cancelled, and listed over all pages", async () => {
    const long = Array.from({ length: 30 }, (_, id) => ({ id: `long ${id}`, text: report(700) }));
    const job = await client.jobs.submitDocuments(long);
    expect(await client.jobs.cancel(job.id)).toMatchObject({ id: job.id, state: "cancelled" });
    const twice = await client.jobs.cancel(job.id).catch((error: unknown) => error);
    expect((twice as ServiceProblem).problem).toMatchObject({ status: 409, code: "job-finished" });
    const ids = (await all(client.jobs.list())).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: job.id }, (_, index) => job.id - index));
  });

  test("a stream that breaks off makes no job", async () => {
    const before = (await all(client.jobs.list())).length;
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(`${JSON.stringify({ id: "broken off", text: TEXT })}\n`);
      throw new Error("the source went away");
    }
    await expect(client.jobs.submit(breaking())).rejects.toThrow();
    expect(await all(client.jobs.list())).toHaveLength(before);
    expect(await all(client.archive.statements({ document: "broken off" }))).toEqual([]);
  });

  test("are left when the signal says so", async () => {
    const long = Array.from({ length: 30 }, (_, id) => ({ id: `left ${id}`, text: report(700) }));
    const { id } = await client.jobs.submitDocuments(long);
    const leaving = all(client.jobs.follow(id, { signal: AbortSignal.timeout(300) }));
    await expect(leaving).rejects.toThrow(/timeout/i);
    await client.jobs.cancel(id);
  });
});

/** A service whose answers break off: each request gets the next of these. */
async function breaking(...answers: ((response: ServerResponse) => void)[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answers[Math.min(asked.length, answers.length) - 1]!(response);
  }).listen(0);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { asked, close, client: new StatementStance({ baseUrl, timeoutMs: 500, retries: 2 }) };
}

describe("a connection that breaks", () => {
  const event = (scored: number, state: string) =>
    `event: job\ndata: ${JSON.stringify({ id: 1, state, counts: { scored } })}\n\n`;
  const broken = (text: string) => (response: ServerResponse) => {
    response.write(text, () => setTimeout(() => response.destroy(), 50));
  };
  const silent = (text: string) => (response: ServerResponse) => void response.write(text);
  const whole = (text: string) => (response: ServerResponse) => void response.end(text);

  test("while a job is followed is made anew, as is one on which nothing comes any more", async () => {
    const answers = [
      broken(event(1, "running") + event(2, "running").slice(0, 20)),
      silent(`: \n\n${event(3, "running")}`),
      whole(event(4, "finished")),
    ];
    const { client: following, asked, close } = await breaking(...answers);
    const seen = (await all(following.jobs.follow(1))).map(({ counts }) => counts.scored);
    expect([seen, asked.length]).toEqual([[1, 3, 4], 3]);
    close();
  });

  test("goes on after the last result that came whole", async () => {
    const line = (number: number) => `${JSON.stringify({ number })}\n`;
    const answers = [broken(line(1) + line(2) + line(3).slice(0, 5)), whole(line(3) + line(4))];
    const { client: reading, asked, close } = await breaking(...answers);
    const numbers = (await all(reading.jobs.results(1))).map(({ number }: JobResult) => number);
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual(["/v1/jobs/1/results?after=0", "/v1/jobs/1/results?after=2"]);
    close();
  });

  test("is given up where it breaks each time", async () => {
    const { client: reading, asked, close } = await breaking(broken(""));
    await expect(all(reading.jobs.results(1))).rejects.toThrow();
    expect(asked.length).toBeGreaterThan(1);
    close();
  });

  test("while something is changed is not made anew: it may have been changed", async () => {
    const { client: changing, asked, close } = await breaking((response) => response.destroy());
    await expect(changing.jobs.cancel(1)).rejects.toMatchObject({ name: "TypeError" });
    expect(asked).toEqual(["/v1/jobs/1"]);
    close();
  });
});

describe("the client's archive", () => {
  beforeAll(async () => {
    await ended(await client.jobs.submitDocuments(documents("asked", 9)));
    await until(async () => (await client.archive.statementPage({ limit: 1 })).statements.length > 0);
  });

  test("gives statements page by page, or all of them", async () => {
    const query = { speaker: "fidan", from: "2024-01", to: "2024-05-31", limit: 2 } as const;
    const page = await client.archive.statementPage(query);
    expect(page).toMatchObject({
      statements: { length: 2 },
      names: { speaker: { matched: ["Hakan Fidan"] } },
    });
    const found = await all(client.archive.statements(query));
    expect(found.slice(0, 2)).toEqual(page.statements);
    const { statements } = await client.archive.statementPage({ ...query, limit: 1000 });
    expect(found).toEqual(statements);
    expect(found.length).toBeGreaterThan(4);
  });

  test("counts speakers, targets and stances", async () => {
    const speakers = await all(client.archive.speakers({ limit: 1 }));
    expect(speakers.map(({ name }) => name)).toContain("Hakan Fidan");
    const targets = await all(client.archive.targets({ speaker: "Hakan Fidan" }));
    expect((await client.archive.targetPage({ speaker: "Hakan Fidan" })).targets).toEqual(targets);
    expect((await client.archive.speakerPage({ name: "fid" })).speakers[0]!.name).toBe("Hakan Fidan");
    const { periods } = await client.archive.stances({ speaker: "fidan", by: "year" });
    expect(periods.map(({ period }) => period)).toContain("2024");
    const matrix = await client.archive.matrix({ speaker: ["fidan"], target: [targets[0]!.name], size: 5 });
    expect([matrix.speakers, matrix.targets]).toEqual([["Hakan Fidan"], [targets[0]!.name]]);
  });

  test("takes decisions on names, and takes them back", async () => {
    await ended(
      await client.jobs.submitDocuments([
        { id: "short", text: "“I back it,” said Fidan.", date: "2024-02-02" },
      ]),
    );
    const name = (await all(client.archive.speakers())).find((one) => one.name === "Fidan")?.name;
    expect(name).toBe("Fidan");
    expect(await client.archive.suggestAliases({ limit: 5 })).toContainEqual(
      expect.objectContaining({ name: "Fidan", canonical: "Hakan Fidan" }),
    );
    const decided = await client.archive.decideAlias({ name: "Fidan", canonical: "Hakan Fidan", by: "ece" });
    expect(decided).toMatchObject({ name: "Fidan", same: true, by: "ece" });
    expect(await client.archive.aliases()).toEqual([decided]);
    await client.archive.withdrawAlias("Fidan");
    expect(await client.archive.aliases()).toEqual([]);
  });

  test("raises the service's problem", async () => {
    const problem = await client.archive
      .stances({ speaker: "x", by: "day" as "month" })
      .catch((error) => error);
    expect(problem).toBeInstanceOf(ServiceProblem);
    expect(problem.problem).toMatchObject({ status: 400, code: "invalid-request" });
  });
});
