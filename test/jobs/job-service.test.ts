import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, test } from "@jest/globals";
import { openQueue, taskScorer } from "../../dist/jobs/index.js";
import { startJobService } from "../../dist/jobs/job-service.js";
import { createUploads, type Uploads } from "../../dist/jobs/uploads.js";
import { openStore } from "../../dist/store/index.js";
import { result } from "../store/archive.ts";

const folder = mkdtempSync(join(tmpdir(), "job-service-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test("a job that is tried again while its upload is being removed is not read a second time", async () => {
  const store = await openStore(join(folder, "store.sqlite"));
  const queue = await openQueue(store, undefined, { attempts: 1 });
  let removed: () => void = () => {};
  const removal = new Promise<void>((resolve) => {
    removed = resolve;
  });
  const kept = createUploads(join(folder, "uploads"), 10_000);
  const uploads: Uploads = { ...kept, remove: (one) => removal.then(() => kept.remove(one)) };
  let classify = async (): Promise<ReturnType<typeof result>> => {
    throw new Error("out of order");
  };
  const jobs = startJobService({
    store,
    queue,
    uploads,
    scorer: taskScorer(store, { classify: () => classify() }),
    concurrency: 1,
    onWait: () => {},
    onTrouble: () => {},
  });
  const ended = async (id: number) => {
    while ((await store.job(id)).state === "running") await pause(20);
    return store.job(id);
  };

  const upload = await jobs.receive("two.jsonl", bytes('{"id":"a","text":"A"}\n{"id":"b","text":"B"}'));
  const columns = { text: "text", id: "id", title: "title", date: "date", url: "url" };
  const options = { columns, maxDocumentBytes: 10_000, idPrefix: "" };
  const { id } = await jobs.begin({ name: "two", upload, options, maxErrors: null });
  expect((await ended(id)).counts).toMatchObject({ accepted: 2, failed: 2 });
  classify = async () => result({ id: "a", said: [] });
  const retried = jobs.retry(id);
  await pause(100);
  expect((await store.job(id)).state).toBe("finished");
  removed();
  expect(await retried).toMatchObject({ state: "running" });
  expect(await ended(id)).toMatchObject({
    state: "finished",
    counts: { accepted: 2, scored: 2, failed: 0 },
  });

  await jobs.drain();
  await queue.close();
  await store.close();
});
