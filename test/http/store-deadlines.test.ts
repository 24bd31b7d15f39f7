import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { openQuestions, openStore } from "../../dist/store/index.js";
import { describeUnlessMissing } from "../missing.ts";
import { missingPostgres, type Postgres, startPostgres } from "../servers/postgres.ts";
import { result, scoreAll } from "../store/archive.ts";
import { describeStores } from "../store/stores.ts";
import { type PageService, startPageService } from "../web/page-service.ts";
import { rawConnection } from "./raw.ts";
import { until } from "./service.ts";

/** Long enough for a process that answers to start on a machine that is busy. */
const DEADLINE_MS = 5000;
const NEVER = 600_000;
const uploads = mkdtempSync(join(tmpdir(), "store-deadlines-"));
afterAll(() => rmSync(uploads, { recursive: true, force: true }));

const start = (store: string, deadlineMs: number) =>
  startPageService({
    store,
    uploads,
    settings: { deadlineMs },
    classify: async ({ id }) => result({ id: String(id), said: [{ by: "Hakan Fidan" }] }),
  });
const ask = ({ url }: PageService, path: string) => fetch(`${url}/v1/${path}`);

/** From now on the question for the decisions on names has no end, until the function that comes back is called. */
async function holdUp(place: string): Promise<() => Promise<void>> {
  if (!place.includes("://")) return holdUpFile(place);
  const holder = await connected(place);
  await holder.query("begin; lock table alias_decisions in access exclusive mode");
  return () => holder.end();
}

async function holdUpFile(place: string): Promise<() => Promise<void>> {
  const file = new Sqlite(place);
  file.exec(`alter table alias_decisions rename to kept; create view alias_decisions as
    with recursive n (i) as (select 1 union all select i + 1 from n)
    select max(i) as name_id, 1 as other_id, 1 as same, null as decided_by, 0 as decided_at from n`);
  return async () => {
    file.exec("drop view alias_decisions; alter table kept rename to alias_decisions");
    file.close();
  };
}

async function connected(place: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: place });
  await client.connect();
  return client;
}

/** Questions that PostgreSQL is at. */
async function atWork(place: string): Promise<number> {
  const client = await connected(place);
  const { rows } = await client.query(`select count(*)::integer as count from pg_stat_activity
    where state = 'active' and datname = current_database() and pid <> pg_backend_pid()`);
  await client.end();
  return rows[0].count;
}

describeStores("a question to which the store has no answer", (stores) => {
  let place: string;
  let service: PageService;
  let release = async () => {};
  const begin = async (deadlineMs: number) => {
    place = stores.place();
    const store = await openStore(place);
    await scoreAll(store, [{ id: "a", said: [{ by: "Hakan Fidan", about: [["Gaza", "favor"]] }] }]);
    await store.close();
    service = await start(place, deadlineMs);
    expect((await ask(service, "aliases")).status).toBe(200);
    release = await holdUp(place);
  };
  afterEach(async () => {
    await release();
    await service.stop();
  });

  it("is a problem at the deadline, and holds up no other request and no later question", async () => {
    await begin(DEADLINE_MS);
    const began = performance.now();
    const slow = Array.from({ length: 4 }, () => ask(service, "aliases"));
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(DEADLINE_MS);
    for (const response of await Promise.all(slow)) {
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(await response.json()).toMatchObject({
        status: 504,
        code: "deadline-exceeded",
        detail: `the answer was not ready after ${DEADLINE_MS} ms`,
      });
    }
    expect(performance.now() - began).toBeLessThan(2 * DEADLINE_MS);
    await until(async () => (await ask(service, "speakers")).status === 200, NEVER);
    if (place.includes("://")) await until(async () => (await atWork(place)) === 0);
    await release();
    release = async () => {};
    await until(async () => (await ask(service, "aliases")).status === 200, NEVER);
  });

  it("ends when the client leaves", async () => {
    await begin(NEVER);
    const { port } = new URL(service.url);
    const clients = Array.from({ length: 12 }, () => rawConnection(Number(port)));
    for (const { socket } of clients) socket.write("GET /v1/aliases HTTP/1.1\r\nhost: a\r\n\r\n");
    await pause(1000);
    for (const { socket } of clients) socket.destroy();
    expect((await ask(service, "speakers")).status).toBe(200);
    if (place.includes("://")) await until(async () => (await atWork(place)) === 0);
  });
});

describeUnlessMissing(missingPostgres())("in PostgreSQL", () => {
  let server: Postgres;
  let place: string;
  let other: pg.Client;
  let service: PageService;
  let count = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    place = server.database(`deadlines_${++count}`);
    service = await start(place, 2000);
    other = await connected(place);
  });
  afterEach(async () => {
    await other.end();
    await service.stop();
  });
  afterAll(() => server?.remove());

  it("the deadline of questions is none of jobs", async () => {
    await other.query("begin; lock table statements in access exclusive mode");
    const sent = await fetch(`${service.url}/v1/jobs`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: '{"id": "a", "text": "a"}',
    });
    expect(sent.status).toBe(202);
    await until(async () => (await atWork(place)) > 0);
    expect((await ask(service, "statements")).status).toBe(504);
    await pause(2000);
    await other.query("rollback");
    await until(async () => (await (await ask(service, "jobs/1")).json()).state === "finished", 60_000);
    expect((await (await ask(service, "jobs/1")).json()).counts).toMatchObject({ scored: 1, failed: 0 });
  });

  it("the server itself ends what takes too long, also where nobody gives it up", async () => {
    const questions = await openQuestions(place, 500);
    await other.query("begin; lock table alias_decisions in access exclusive mode");
    await expect(questions.until(new AbortController().signal).aliases()).rejects.toMatchObject({
      code: "deadline-exceeded",
      message: "the store's answer took too long",
    });
    await questions.close();
  });

  it("counts that a question cannot add up in its time are added up by the next ones", async () => {
    await scoreAll(service.archive!.store, [{ id: "a", said: [{ by: "Hakan Fidan" }] }]);
    expect((await (await ask(service, "speakers")).json()).speakers).toMatchObject([{ statements: 1 }]);
    await other.query(`insert into tally_pending
      (speaker_id, target_id, month, statements, favor, against, neutral)
      select speaker_id, 0, 202405, 1, 0, 0, 0 from speaker_tallies, generate_series(1, 45000)`);
    await other.query(
      "begin; select 1 from tally_pending where id = (select max(id) from tally_pending) for update",
    );
    const pending = async () =>
      (await other.query("select count(*)::integer as count from tally_pending")).rows[0].count;
    await until(async () => {
      expect((await ask(service, "speakers")).status).toBe(504);
      return (await pending()) === 5000;
    }, 60_000);
    await other.query("rollback");
    await until(async () => (await ask(service, "speakers")).status === 200, 60_000);
    expect((await (await ask(service, "speakers")).json()).speakers).toMatchObject([{ statements: 45_001 }]);
  });
});
