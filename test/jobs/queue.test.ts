import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { StatementStanceError } from "../../dist/errors/index.js";
import { type JobQueue, taskScorer } from "../../dist/jobs/index.js";
import type { Store } from "../../dist/store/index.js";
import { newJob, result } from "../store/archive.ts";
import { describeQueues } from "./queues.ts";

const FAST = { backoffMs: 50, attempts: 3 };
type Classify = Parameters<typeof taskScorer>[1]["classify"];

const draft = (id: string) => {
  const row = { id, text: `text of ${id}` };
  const where = { file: "a.jsonl", line: 1 };
  const document = {
    type: "document" as const,
    key: id,
    hash: `hash ${id}`,
    ...where,
    media: "plain" as const,
    row,
  };
  return { item: { key: id, hash: `hash ${id}`, ...where, state: "queued" as const }, document };
};
const drafts = (count: number) => Array.from({ length: count }, (_, index) => draft(`d${index}`));
const put = (queue: JobQueue, job: number, count: number, signal = new AbortController().signal) =>
  queue.put(job, drafts(count), signal);

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await pause(20);
}
const settled = (store: Store, job: number) => until(async () => (await store.job(job)).counts.waiting === 0);

/** Stands in for the model where a test needs it to fail, to wait, or to be counted. */
const answering = (
  before: (text: string) => Promise<void> | void = () => {},
): { classify: Classify; asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    classify: async ({ text }) => {
      asked.push(text);
      await before(text);
      return result({ id: text, said: [{ by: "Fidan", about: [["Gaza", "favor"]] }] });
    },
  };
};

describeQueues("a queue of documents", (open) => {
  it("hands every document to one of several workers, once", async () => {
    const { store, queue, again } = await open(FAST);
    const [model, job] = [answering(), await newJob(store)];
    const workers = [queue, await again(), await again()].map((one) =>
      one.work(taskScorer(store, model), { concurrency: 2 }),
    );
    await put(queue, job, 30);
    await settled(store, job);
    await Promise.all(workers.map((worker) => worker.drain()));
    expect(model.asked).toHaveLength(30);
    expect((await store.job(job)).counts).toMatchObject({ accepted: 30, scored: 30, statements: 30 });
    expect(await queue.figures()).toEqual({ waiting: 0, active: 0, dead: 0, lagMs: 0 });
  });

  it("tries a document again after growing pauses, when the failure is not its own", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    const times: number[] = [];
    const model = answering(() => {
      times.push(Date.now());
      if (times.length < 3) throw new Error("out of order");
    });
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await put(queue, job, 1);
    await settled(store, job);
    await worker.drain();
    expect(times).toHaveLength(3);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(25);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(50);
    expect((await store.job(job)).counts).toMatchObject({ scored: 1, failed: 0 });
  });

  it("keeps a document that always fails as a dead letter, which can be tried again", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    let broken = true;
    const model = answering((text) => {
      if (broken && text === "text of d1") throw new Error("out of order");
    });
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await put(queue, job, 3);
    await settled(store, job);
    expect(await store.errors({ job, after: 0, limit: 10 })).toEqual([
      {
        job,
        number: 2,
        document: "d1",
        code: "internal",
        detail: "out of order",
        file: "a.jsonl",
        line: 1,
        attempts: 3,
        retryable: true,
      },
    ]);
    await until(async () => (await queue.figures()).dead === 1);
    broken = false;
    await store.endJob(job, "finished", null);
    expect(await queue.revive(job)).toBe(1);
    expect(await store.job(job)).toMatchObject({ state: "running", finished: null });
    await settled(store, job);
    await worker.drain();
    expect((await store.job(job)).counts).toMatchObject({ scored: 3, failed: 0 });
    expect(await queue.figures()).toMatchObject({ dead: 0 });
  });

  it("works on a dead letter that waits again by the books, also where the queue was not told", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    let broken = true;
    const model = answering(() => {
      if (broken) throw new Error("out of order");
    });
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await put(queue, job, 1);
    await until(async () => (await queue.figures()).dead === 1);
    broken = false;
    await store.reviveTasks(job);
    await queue.restore(job, [{ number: 1, document: draft("d0").document }]);
    await until(async () => (await store.job(job)).counts.scored === 1);
    await worker.drain();
    expect((await store.job(job)).counts).toMatchObject({ scored: 1, failed: 0, waiting: 0 });
  });

  it("keeps dead letters of a cancelled job as they are", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    const worker = queue.work(
      taskScorer(
        store,
        answering(() => Promise.reject(new Error("out of order"))),
      ),
      {
        concurrency: 1,
      },
    );
    await put(queue, job, 1);
    await until(async () => (await queue.figures()).dead === 1);
    await worker.drain();
    await store.cancelJob(job);
    await expect(queue.revive(job)).rejects.toMatchObject({ code: "job-finished" });
    expect(await store.job(job)).toMatchObject({ state: "cancelled", counts: { failed: 1 } });
  });

  it("does not try again what is the document's own fault", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    const model = answering(() => {
      throw new StatementStanceError("empty-text", "the text holds nothing but white space");
    });
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await put(queue, job, 1);
    await settled(store, job);
    await worker.drain();
    expect(model.asked).toHaveLength(1);
    expect(await store.errors({ job, after: 0, limit: 10 })).toMatchObject([
      { code: "empty-text", attempts: 1, retryable: false },
    ]);
  });

  it("makes the reader wait while too many documents wait", async () => {
    const { store, queue } = await open({ ...FAST, maxWaiting: 10 });
    const job = await newJob(store);
    await put(queue, job, 10);
    let entered = false;
    const more = queue.put(job, [draft("later")], new AbortController().signal).then(() => {
      entered = true;
    });
    await pause(600);
    expect(entered).toBe(false);
    const worker = queue.work(taskScorer(store, answering()), { concurrency: 2 });
    await more;
    await settled(store, job);
    await worker.drain();
    expect((await store.job(job)).counts.scored).toBe(11);
  });

  it("ends what it has in hand when it is drained, and leaves the rest to others", async () => {
    const { store, queue, again } = await open(FAST);
    const job = await newJob(store);
    let [release, begun]: [() => void, number] = [() => {}, 0];
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = answering(() => {
      begun++;
      return gate;
    });
    const first = queue.work(taskScorer(store, slow), { concurrency: 2 });
    await put(queue, job, 5);
    await until(() => begun === 2);
    const drained = first.drain();
    release();
    await drained;
    expect((await store.job(job)).counts).toMatchObject({ scored: 2, waiting: 3 });
    const second = (await again()).work(taskScorer(store, answering()), { concurrency: 2 });
    await settled(store, job);
    await second.drain();
    expect((await store.job(job)).counts.scored).toBe(5);
  });

  it("does nothing more for a job that was cancelled", async () => {
    const { store, queue } = await open(FAST);
    const job = await newJob(store);
    await put(queue, job, 5);
    await store.cancelJob(job);
    const model = answering();
    const worker = queue.work(taskScorer(store, model), { concurrency: 2 });
    await until(async () => (await queue.figures()).waiting === 0);
    await worker.drain();
    expect(model.asked).toEqual([]);
    expect((await store.job(job)).counts).toMatchObject({ accepted: 5, waiting: 0, scored: 0 });
  });

  it("does not double a document that is handed over again", async () => {
    const { store, queue } = await open(FAST);
    const [model, job] = [answering(), await newJob(store)];
    await put(queue, job, 2);
    await queue.restore(job, [{ number: 1, document: draft("d0").document }]);
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await settled(store, job);
    await worker.drain();
    expect(model.asked).toHaveLength(2);
  });

  it("works on a document of the books that another queue had, and not on one that is settled", async () => {
    const { store, queue } = await open(FAST);
    const [model, job] = [answering(), await newJob(store)];
    const { item, document } = draft("d0");
    await store.accept(job, [item]);
    const worker = queue.work(taskScorer(store, model), { concurrency: 1 });
    await queue.restore(job, [{ number: 1, document }]);
    await settled(store, job);
    await queue.restore(job, [{ number: 1, document }]);
    await until(async () => (await queue.figures()).waiting === 0);
    await worker.drain();
    expect(model.asked).toHaveLength(1);
    expect((await store.job(job)).counts).toMatchObject({ accepted: 1, scored: 1, waiting: 0 });
  });
});
