import { setTimeout as pause } from "node:timers/promises";
import type { Job } from "../schemas/index.js";
import type { Store } from "../store/index.js";
import { createSlots } from "../threads/index.js";
import { ownerName } from "./owner.js";
import type { OnWait } from "./patience.js";
import { type Plan, readPlan } from "./plan.js";
import type { JobQueue, TaskHandler } from "./queue.js";
import { takeOver } from "./resume-job.js";
import { JOB_LEASE_MS, runJob } from "./run-job.js";
import type { Upload, Uploads } from "./uploads.js";
import { publicJob } from "./watch-job.js";

/** A new job over an upload. */
export interface Begun {
  readonly name: string;
  readonly upload: Upload;
  readonly options: Plan["options"];
  readonly maxErrors: number | null;
}

/** Jobs that live in a service, beside its other work. */
export interface JobService {
  /** Takes an upload in. @throws as Uploads.receive */
  receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Upload>;
  /** Makes a job and begins it. From here on the upload is the job's. */
  begin(begun: Begun): Promise<Job>;
  /** @throws not-found, job-finished */
  cancel(id: number): Promise<Job>;
  /** Tries dead letters once more. @throws not-found, job-finished where it was cancelled */
  retry(id: number): Promise<Job>;
  /** Goes on with uploads on this machine whose service is gone. */
  resume(): Promise<void>;
  /** Takes nothing more; documents in hand are ended, and the rest waits for the next start. */
  drain(): Promise<void>;
}

export interface JobServiceParts {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly uploads: Uploads;
  readonly scorer: TaskHandler;
  /** Documents in work at a time. */
  readonly concurrency: number;
  readonly onWait: OnWait;
  /** Told of what stopped a job or the worker; both are tried again after a while where that can help. */
  readonly onTrouble: (error: unknown, job?: number) => void;
}

/** Jobs whose inputs are read at a time; their documents share the workers. */
const JOBS_AT_ONCE = 16;
const AGAIN_MS = 5000;

/** Starts to work on whatever the queue holds. */
export function startJobService(parts: JobServiceParts): JobService {
  const { store, queue, uploads, onTrouble } = parts;
  const owner = ownerName();
  const stopping = new AbortController();
  const runs = new Map<number, Promise<void>>();
  const inSlot = createSlots(JOBS_AT_ONCE);
  const start = (id: number, plan: Plan, held: boolean): void => {
    const running = inSlot(() => keepRunning(parts, { id, plan, owner, held }, stopping.signal))
      .catch((error) => onTrouble(error, id))
      .finally(() => runs.delete(id));
    runs.set(id, running);
  };
  const working = keepWorking(parts, stopping.signal);
  return {
    receive: (name, bytes) => uploads.receive(name, bytes),
    async begin({ name, upload, options, maxErrors }) {
      const plan: Plan = { inputs: [upload.path], options, uploaded: upload.folder };
      const about = { name, plan: JSON.stringify(plan), maxErrors, owner, leaseMs: JOB_LEASE_MS };
      const id = await store.createJob(about).catch(async (error) => {
        await uploads.remove(upload.folder).catch(() => {});
        throw error;
      });
      start(id, plan, true);
      return publicJob(await store.job(id));
    },
    async cancel(id) {
      await store.cancelJob(id);
      return publicJob(await store.job(id));
    },
    async retry(id) {
      const { plan, state } = await store.job(id);
      // A run that has brought the job to its end may still be about to remove its upload.
      if (state !== "running") await runs.get(id);
      const revived = await queue.revive(id);
      if (revived > 0 && state !== "running") start(id, readPlan(plan), false);
      return publicJob(await store.job(id));
    },
    async resume() {
      const kept = new Set<string>();
      for (const { id, plan, readAll } of await store.unfinishedJobs()) {
        const read = readPlan(plan);
        if (read.uploaded === null) continue;
        kept.add(read.uploaded);
        // An upload goes with its job's end: the books of one that is tried again say all that is needed.
        if (uploads.has(read.uploaded) || (uploads.isOurs(read.uploaded) && readAll)) start(id, read, false);
      }
      await uploads.sweep(kept);
    },
    async drain() {
      stopping.abort();
      await Promise.all([working, ...runs.values()]);
    },
  };
}

interface Run {
  readonly id: number;
  readonly plan: Plan;
  readonly owner: string;
  /** It is ours already. */
  readonly held: boolean;
}

/** Runs a job to its end. What is the store's trouble, or another process's, is tried again. */
async function keepRunning(parts: JobServiceParts, run: Run, signal: AbortSignal): Promise<void> {
  const { store, queue, uploads, onWait, onTrouble } = parts;
  const { id, plan, owner } = run;
  for (let held = run.held; !signal.aborted; held = false) {
    try {
      const { state } = await store.job(id);
      if (state === "running") {
        if (!held) await takeOver(store, id, owner, { signal });
        await runJob({ store, queue, owner, onWait }, id, plan, signal);
      }
    } catch (error) {
      if (!signal.aborted) onTrouble(error, id);
    }
    const ended = await store.job(id).then(
      ({ state }) => state !== "running",
      () => false,
    );
    if (ended) return plan.uploaded === null ? undefined : uploads.remove(plan.uploaded);
    await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

/** A worker, and another one after it where it had to stop, as on a full disk. */
async function keepWorking(
  { queue, scorer, concurrency, onTrouble }: JobServiceParts,
  signal: AbortSignal,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    const worker = queue.work(scorer, { concurrency });
    await Promise.race([worker.failure, stopped]).catch((error) => onTrouble(error));
    await worker.drain();
    await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}
