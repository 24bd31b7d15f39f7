import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { openQueue } from "../../dist/jobs/index.js";
import { openStore, type Store } from "../../dist/store/index.js";
import { describeUnlessMissing } from "../missing.ts";
import { freePort } from "../servers/free-port.ts";
import { missingPostgres, type Postgres, startPostgres } from "../servers/postgres.ts";
import { missingRedis, type Redis, startRedis } from "../servers/redis.ts";
import { type Running, run, start } from "./command.ts";
import { contentOf, makeArchive } from "./sample-archive.ts";

const SOME_FAILED = 65;

describeUnlessMissing([...missingPostgres(), ...missingRedis()])("many machines", () => {
  const root = mkdtempSync(join(tmpdir(), "machines-"));
  const archive = makeArchive(root, 80);
  let postgres: Postgres;
  let redis: Redis;
  let expected: Awaited<ReturnType<typeof contentOf>>;
  const running: Running[] = [];
  const opened: Store[] = [];
  const launch = (...given: string[]) => {
    const one = start(...given);
    running.push(one);
    return one;
  };
  const open = async (place: string) => {
    const store = await openStore(place);
    opened.push(store);
    return store;
  };
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const undisturbed = join(root, "undisturbed.sqlite");
    await run("batch", archive, "--store", undisturbed, "--workers", "2");
    expected = await contentOf(await open(undisturbed));
  }, 120_000);
  afterEach(async () => {
    for (const one of running.splice(0)) {
      one.process.kill("SIGKILL");
      await one.ended;
    }
    for (const store of opened.splice(0)) await store.close();
  });
  afterAll(async () => {
    await Promise.all([postgres?.remove(), redis?.remove()]);
    rmSync(root, { recursive: true, force: true });
  });

  const scored = (store: Store, least: number) => async () => {
    const [job] = await store.jobs({ limit: 1 });
    return (job?.counts.scored ?? 0) >= least;
  };
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await pause(50);
  }

  it("three workers, one killed in mid-job, Redis killed and restarted: every document once", async () => {
    const place = postgres.database("workers");
    const store = await open(place);
    const shared = ["--store", place, "--queue", redis.url, "--workers", "1"];
    const workers = [1, 2, 3].map(() => launch("worker", ...shared));
    await Promise.all(workers.map((worker) => worker.says("working")));
    const batch = launch("batch", archive, ...shared);
    await until(scored(store, 5));
    workers[0]!.process.kill("SIGKILL");
    await until(scored(store, 15));
    await redis.stop("SIGKILL");
    await pause(500);
    await redis.start();
    expect((await batch.ended).code).toBe(SOME_FAILED);
    expect(batch.errors()).toMatch(
      /waiting: redis:\/\/127.0.0.1:\d+: Redis does not answer.* \[queue-unavailable\]/,
    );
    expect((await store.job(1)).counts).toMatchObject({ accepted: 83, scored: 81, failed: 2, waiting: 0 });
    expect(await contentOf(store)).toEqual(expected);
    workers[1]!.process.kill("SIGTERM");
    expect((await workers[1]!.ended).code).toBe(0);
    expect(workers[1]!.output()).toContain("stopped");
  }, 240_000);

  it("a PostgreSQL that is away for a while is waited for, and nothing is lost", async () => {
    const place = postgres.database("away");
    const store = await open(place);
    const batch = launch("batch", archive, "--store", place, "--workers", "1");
    await until(scored(store, 10));
    await store.close();
    opened.pop();
    await postgres.stop();
    await batch.says(/waiting: postgres:\/\/test@127.0.0.1:\d+\/away: .* \[store-unavailable\]/);
    await pause(2000);
    await postgres.start();
    expect((await batch.ended).code).toBe(SOME_FAILED);
    expect(await contentOf(await open(place))).toEqual(expected);
  }, 180_000);

  it("Redis and PostgreSQL that are both gone for a minute are waited for, by a worker on another machine too", async () => {
    const place = postgres.database("minute");
    const store = await open(place);
    const shared = ["--store", place, "--queue", `${redis.url}/6`, "--workers", "1"];
    const worker = launch("worker", ...shared);
    await worker.says("working");
    const batch = launch("batch", archive, ...shared);
    await until(scored(store, 5));
    await store.close();
    opened.pop();
    await Promise.all([postgres.stop(), redis.stop("SIGKILL")]);
    await pause(60_000);
    await Promise.all([postgres.start(), redis.start()]);
    expect((await batch.ended).code).toBe(SOME_FAILED);
    expect(batch.errors()).toContain("[store-unavailable]");
    expect(await contentOf(await open(place))).toEqual(expected);
    expect(worker.process.exitCode).toBeNull();
  }, 300_000);

  it("a worker says what waits, and for how long, to Prometheus", async () => {
    const port = await freePort();
    const place = postgres.database("metrics");
    const worker = launch(
      "worker",
      "--store",
      place,
      "--queue",
      `${redis.url}/5`,
      "--workers",
      "1",
      "--metrics-port",
      String(port),
    );
    await worker.says("working");
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    for (const name of ["waiting", "active", "dead", "lag_seconds"]) {
      expect(metrics).toMatch(new RegExp(`^statement_stance_documents_${name} 0$`, "m"));
    }
  }, 60_000);

  it("a worker that lacks its model says so and ends, whatever it has opened", async () => {
    const shared = ["--store", postgres.database("no_model"), "--queue", `${redis.url}/4`];
    const { code, errors } = await run("worker", ...shared, "--model", "none");
    expect([code, errors]).toEqual([69, expect.stringContaining("MODEL: there is no model")]);
  }, 60_000);

  it("a Redis that does not answer is told at once", async () => {
    const store = await open(join(root, "no-redis.sqlite"));
    const port = await freePort();
    await expect(openQueue(store, `redis://:secret@127.0.0.1:${port}`)).rejects.toMatchObject({
      code: "queue-unavailable",
      message: expect.stringMatching(/^redis:\/\/127.0.0.1:\d+: Redis does not answer \(.*ECONNREFUSED.*\)$/),
    });
    await expect(openQueue(store, "amqp://host")).rejects.toMatchObject({
      code: "invalid-option",
      message: "queue: 'amqp://host' is no redis:// URL",
    });
  });
});
