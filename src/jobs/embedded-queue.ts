import { setTimeout as pause } from "node:timers/promises";
import type { ClaimedTask, Store } from "../store/index.js";
import { ownerName } from "./owner.js";
import { type OnWait, patiently } from "./patience.js";
import {
  type JobQueue,
  type QueueOptions,
  type QueueWorker,
  type TaskHandler,
  Unsettled,
  type WorkOptions,
} from "./queue.js";
import { Task, writeTask } from "./task.js";

/** How often an idle worker, or a reader before a full queue, looks again. Milliseconds. */
const LOOK_MS = 100;

/**
 * The queue inside the store: a document's place in the books and in the queue is one row each, written in one
 * transaction, and so is its result with the end of its task.
 */
export function createEmbeddedQueue(store: Store, options: QueueOptions, onWait?: OnWait): JobQueue {
  return {
    async put(job, drafts, signal) {
      await roomFor(store, job, options.maxWaiting, signal, onWait);
      const items = drafts.map(({ item, document }) =>
        document ? { ...item, payload: writeTask(job, 0, document) } : item,
      );
      await patiently(() => store.accept(job, items), { onWait, signal });
    },
    async restore(job, documents) {
      const tasks = documents.map(({ number, document }) => ({
        number,
        payload: writeTask(job, number, document),
      }));
      await patiently(() => store.restoreTasks(job, tasks), { onWait });
    },
    work: (handler, how) => startWorker(store, handler, how, options, onWait),
    revive: (job) => store.reviveTasks(job),
    figures: () => store.queueFigures(),
    close: async () => {},
  };
}

async function roomFor(
  store: Store,
  job: number,
  most: number,
  signal: AbortSignal,
  onWait?: OnWait,
): Promise<void> {
  const isFull = async () => (await store.queueFigures(job)).waiting >= most;
  while (!signal.aborted && (await patiently(isFull, { onWait, signal }))) {
    await pause(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

function startWorker(
  store: Store,
  handler: TaskHandler,
  { concurrency, job }: WorkOptions,
  { attempts, backoffMs, leaseMs }: QueueOptions,
  onWait?: OnWait,
): QueueWorker {
  const owner = ownerName();
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const inHand = new Set<Promise<void>>();

  const handle = async (claimed: ClaimedTask): Promise<void> => {
    const key = { job: claimed.job_id, number: claimed.number };
    const task = { ...Task.parse(JSON.parse(claimed.payload)), number: claimed.number };
    try {
      await handler(task, { number: claimed.attempts, last: claimed.attempts >= attempts });
    } catch (error) {
      const delayMs = error instanceof Unsettled ? backoff(backoffMs, claimed.attempts) : 0;
      const counted = error instanceof Unsettled ? claimed.attempts : claimed.attempts - 1;
      await patiently(() => store.returnTask(key, { attempts: counted, delayMs }), { onWait });
      if (!(error instanceof Unsettled)) throw error;
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const limit = concurrency - inHand.size;
      const claimed = await patiently(() => store.claimTasks({ owner, limit, leaseMs, job }), {
        onWait,
        signal,
      });
      for (const task of claimed) {
        const handling: Promise<void> = handle(task).finally(() => inHand.delete(handling));
        handling.catch(fail);
        inHand.add(handling);
      }
      const looksAgain = pause(LOOK_MS, undefined, { signal }).catch(() => {});
      if (inHand.size >= concurrency) await Promise.race([...inHand, stopped]).catch(() => {});
      else if (claimed.length < limit) await looksAgain;
    }
  };

  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_resolve, reject) => {
    fail = (error) => {
      stopping.abort();
      reject(error);
    };
  });
  failure.catch(() => {});
  const beat = setInterval(() => {
    if (inHand.size > 0) store.extendClaims(owner, leaseMs).catch(() => {});
  }, leaseMs / 3);
  const running = run().catch(fail);
  return {
    failure,
    async drain() {
      stopping.abort();
      await running;
      await Promise.allSettled(inHand);
      clearInterval(beat);
    },
  };
}

/** Twice as long each time, and not all at the same moment. */
function backoff(firstMs: number, attempt: number): number {
  return firstMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
}
