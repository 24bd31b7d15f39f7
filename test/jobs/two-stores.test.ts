import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { openQueue, taskScorer } from "../../dist/jobs/index.js";
import { openStore } from "../../dist/store/index.js";
import { describeUnlessMissing } from "../missing.ts";
import { missingRedis, type Redis, startRedis } from "../servers/redis.ts";
import { newJob, result } from "../store/archive.ts";

describeUnlessMissing(missingRedis())("two stores on one Redis", () => {
  const folder = mkdtempSync(join(tmpdir(), "two-stores-"));
  const opened: { close(): Promise<void> }[] = [];
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  }, 60_000);
  afterEach(async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  });
  afterAll(async () => {
    await redis?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string) {
    const store = await openStore(join(folder, `${name}.sqlite`));
    const queue = await openQueue(store, redis.url, { backoffMs: 50, attempts: 3 });
    opened.push(store, queue);
    const asked: string[] = [];
    const classify = async ({ text }: { text: string }) => {
      asked.push(text);
      return result({ id: text, said: [] });
    };
    const job = await newJob(store);
    const texts = [1, 2, 3].map((number) => `text ${number} of ${name}`);
    const drafts = texts.map((text, index) => {
      const item = { key: `d${index}`, hash: text, file: "a.jsonl", line: index + 1 };
      const document = { ...item, type: "document" as const, media: "plain" as const, row: { text } };
      return { item: { ...item, state: "queued" as const }, document };
    });
    return {
      asked,
      texts,
      put: () => queue.put(job, drafts, new AbortController().signal),
      waiting: async () => (await queue.figures()).waiting,
      work: () => queue.work(taskScorer(store, { classify }), { concurrency: 1 }),
      counts: async () => (await store.job(job)).counts,
    };
  }

  it("have their own documents each, though their jobs have the same numbers", async () => {
    const [one, other] = [await open("one"), await open("other")];
    await one.put();
    expect([await one.waiting(), await other.waiting()]).toEqual([3, 0]);
    await other.put();
    const workers = [other.work(), one.work()];
    while ((await one.counts()).waiting + (await other.counts()).waiting > 0) await pause(20);
    await Promise.all(workers.map((worker) => worker.drain()));
    for (const { asked, texts, counts } of [one, other]) {
      expect(asked).toEqual(texts);
      expect(await counts()).toMatchObject({ accepted: 3, scored: 3, failed: 0 });
    }
  }, 60_000);

  it("know their own queue again when they are opened once more", async () => {
    await (await open("kept")).put();
    for (const part of opened.splice(0).reverse()) await part.close();
    expect(await (await open("kept")).waiting()).toBe(3);
  });
});
