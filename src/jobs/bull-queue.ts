import { setTimeout as pause } from "node:timers/promises";
import type { Job, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { StatementStanceError, withoutPassword } from "../errors/index.js";
import type { Store } from "../store/index.js";
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

const QUEUES = "statement-stance-documents";
const LOOK_MS = 250;
const CONNECT_MS = 5000;
/** How often a document may outlive its worker before it is taken to be what kills it. */
const MOST_DEATHS = 5;
/** Dead letters are looked through in steps of so many. */
const STEP = 500;

/**
 * The queue in Redis, for many machines; each store has its own. The books are in the store: a document is entered there
 * first and handed over then, so one that Redis loses is handed over again when the inputs are read again.
 * @throws queue-unavailable when Redis does not answer
 */
export async function openBullQueue(
  url: string,
  store: Store,
  options: QueueOptions,
  onWait?: OnWait,
): Promise<JobQueue> {
  const { Queue } = await import("bullmq");
  const name = `${QUEUES}-${await store.id()}`;
  const connection = await connect(url, onWait);
  const queue = new Queue<string>(name, { connection, defaultJobOptions: jobOptions(options) });
  queue.on("error", () => {});
  const workers: QueueWorker[] = [];
  const add = (tasks: readonly { id: string; data: string }[]) =>
    queue.addBulk(tasks.map(({ id, data }) => ({ name: "document", data, opts: { jobId: id } })));
  return {
    async put(job, drafts, signal) {
      await roomFor(queue, options.maxWaiting, signal);
      const numbers = await patiently(
        () =>
          store.accept(
            job,
            drafts.map(({ item }) => item),
          ),
        { onWait, signal },
      );
      await add(
        drafts.flatMap(({ document }, index) =>
          document
            ? [{ id: `${job}-${numbers[index]}`, data: writeTask(job, numbers[index]!, document) }]
            : [],
        ),
      );
    },
    async restore(job, documents) {
      for (const { number } of documents) await wake(queue, `${job}-${number}`);
      await add(
        documents.map(({ number, document }) => ({
          id: `${job}-${number}`,
          data: writeTask(job, number, document),
        })),
      );
    },
    work(handler, how) {
      const worker = startWorker(name, connection, store, handler, how, options, onWait);
      workers.push(worker);
      return worker;
    },
    async revive(job) {
      const revived = await store.reviveTasks(job);
      for await (const dead of deadLetters(queue, job))
        await dead.retry("failed", { resetAttemptsMade: true });
      return revived;
    },
    figures: () => figures(queue),
    async close() {
      await Promise.all(workers.map((worker) => worker.drain()));
      await queue.close();
      connection.disconnect();
    },
  };
}

const jobOptions = ({ attempts, backoffMs }: QueueOptions) => ({
  attempts,
  backoff: { type: "exponential", delay: backoffMs, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: false,
});

/** A connection that comes back by itself; only the first one must succeed. */
async function connect(url: string, onWait?: OnWait): Promise<Redis> {
  const { Redis } = await import("ioredis");
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
  });
  let reason = "";
  const place = withoutPassword(url);
  connection.on("error", (error: Error) => {
    reason = error.message || String((error as NodeJS.ErrnoException).code);
  });
  connection.on("close", () => onWait?.(unavailable(place, reason)));
  const waiting = new AbortController();
  const late = pause(CONNECT_MS, "late", { signal: waiting.signal }).catch(() => "late");
  const connected = connection.connect().then(
    () => "ready",
    () => "refused",
  );
  const outcome = await Promise.race([connected, late]);
  waiting.abort();
  if (outcome === "ready") return connection;
  connection.disconnect();
  throw unavailable(place, reason);
}

function unavailable(place: string, reason: string): StatementStanceError {
  return new StatementStanceError(
    "queue-unavailable",
    `${place}: Redis does not answer${reason && ` (${reason})`}`,
  );
}

async function roomFor(queue: Queue, most: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await queue.getWaitingCount()) >= most) {
    await pause(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

function startWorker(
  name: string,
  connection: Redis,
  store: Store,
  handler: TaskHandler,
  { concurrency }: WorkOptions,
  { attempts, leaseMs }: QueueOptions,
  onWait?: OnWait,
): QueueWorker {
  let worker: Worker<string> | undefined;
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  const process = async (job: Job<string>): Promise<void> => {
    const number = job.attemptsMade + 1;
    try {
      await handler(Task.parse(JSON.parse(job.data)), { number, last: number >= attempts });
    } catch (error) {
      if (!(error instanceof Unsettled)) fail(error);
      throw error;
    }
  };
  const starting = import("bullmq").then(({ Worker }) => {
    const lock = { lockDuration: leaseMs, stalledInterval: leaseMs, maxStalledCount: MOST_DEATHS };
    worker = new Worker<string>(name, process, { connection, concurrency, ...lock });
    worker.on("error", () => {});
    worker.on("failed", (job, error) => {
      if (job && !(error instanceof Unsettled)) void bury(store, job, error, onWait);
    });
  });
  return {
    failure,
    async drain() {
      await starting;
      await worker?.close();
    },
  };
}

/** A document that its workers never lived to settle. */
async function bury(store: Store, job: Job<string>, error: Error, onWait?: OnWait): Promise<void> {
  const finished = await job.isFailed().catch(() => false);
  if (!finished) return;
  const task = Task.parse(JSON.parse(job.data));
  const { job: id, number, file, line } = task;
  const failure = {
    job: id,
    number,
    file,
    line,
    attempts: job.attemptsMade,
    code: "internal",
    detail: error.message,
  };
  await patiently(() => store.commitFailed({ ...failure, retryable: true }), { onWait }).catch(() => {});
}

/** A document that waits by the books is no dead letter, whatever Redis took it for. */
async function wake(queue: Queue<string>, id: string): Promise<void> {
  const job = await queue.getJob(id);
  if (await job?.isFailed()) await job?.retry("failed", { resetAttemptsMade: true });
}

async function* deadLetters(queue: Queue<string>, job: number): AsyncGenerator<Job<string>> {
  const failed: Job<string>[] = [];
  for (let start = 0; ; start += STEP) {
    const step = await queue.getFailed(start, start + STEP - 1);
    failed.push(...step.filter(({ id }) => id?.startsWith(`${job}-`)));
    if (step.length < STEP) break;
  }
  yield* failed;
}

async function figures(queue: Queue<string>) {
  const counts = await queue.getJobCounts("waiting", "delayed", "active", "failed");
  const [oldest] = await queue.getWaiting(0, 0);
  return {
    waiting: (counts.waiting ?? 0) + (counts.delayed ?? 0),
    active: counts.active ?? 0,
    dead: counts.failed ?? 0,
    lagMs: oldest ? Math.max(0, Date.now() - oldest.timestamp) : 0,
  };
}
