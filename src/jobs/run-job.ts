import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { StatementStanceError, toProblem } from "../errors/index.js";
import type { Job } from "../schemas/index.js";
import type { Store, StoredJob } from "../store/index.js";
import { type OnWait, patiently } from "./patience.js";
import type { Plan } from "./plan.js";
import type { JobQueue } from "./queue.js";
import { type Reading, readInputs } from "./read-inputs.js";

/** How often the counts are looked at, and the job's lease renewed; how long the lease is. Milliseconds. */
const LOOK_MS = 250;
const BEAT_MS = 5000;
export const JOB_LEASE_MS = 20_000;
/** Looks without a change, with nothing in the queue, after which a queue is taken to have lost documents. */
const IDLE_LOOKS = 8;

/** What a job's process needs. */
export interface JobProcess {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly owner: string;
  readonly onWait?: OnWait | undefined;
  /** Told of each look at the counts. */
  readonly onProgress?: ((job: Job, reading: Reading) => void) | undefined;
}

/**
 * Reads a job's inputs into the queue and waits until all of it is settled, by whichever workers. An aborted signal
 * leaves the job as it stands, for another process to go on.
 * Out: the job at its end, or as it stands.
 * @throws too-many-errors; what the reading raises; the job is then failed
 */
export async function runJob(
  process: JobProcess,
  job: number,
  plan: Plan,
  signal: AbortSignal,
): Promise<StoredJob> {
  const { store, owner, onWait } = process;
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  const reading: Reading = { bytes: 0, ignored: 0 };
  const reader = readAll(process, job, plan, reading, both);
  reader.catch(() => ending.abort());
  try {
    const ended = await watch(process, job, plan, reading, both);
    ending.abort();
    await reader;
    return ended;
  } catch (error) {
    ending.abort();
    await reader.catch(() => {});
    if (isOurs(error)) throw error;
    await patiently(() => store.endJob(job, "failed", toProblem(error)), { onWait, signal });
    throw error;
  } finally {
    await store.releaseJob(job, owner).catch(() => {});
  }
}

/** The store's trouble is not the job's: it can go on once the store is well. */
const isOurs = (error: unknown): boolean =>
  error instanceof StatementStanceError &&
  (error.code.startsWith("store-") || error.code === "queue-unavailable");

async function readAll(
  process: JobProcess,
  job: number,
  plan: Plan,
  reading: Reading,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (await isReadAndGone(process, job, plan, signal)) return;
    await readInputs(process, job, plan, reading, signal);
  } catch (error) {
    // A cancelled job takes no more; that is seen by the one who watches.
    if (!(error instanceof StatementStanceError && error.code === "job-finished")) throw error;
  }
  if (!signal.aborted)
    await patiently(() => process.store.finishReading(job), { onWait: process.onWait, signal });
}

/** An upload is removed when its job ends: where its dead letters are tried again, it was read to its end before. */
async function isReadAndGone(
  { store, onWait }: JobProcess,
  job: number,
  { inputs }: Plan,
  signal: AbortSignal,
): Promise<boolean> {
  if (inputs.every((input) => existsSync(input))) return false;
  const { readAll } = await patiently(() => store.job(job), { onWait, signal });
  return readAll;
}

/** Looks until the job is at its end, renews its lease, and reads again what a queue has lost. */
async function watch(
  process: JobProcess,
  id: number,
  plan: Plan,
  reading: Reading,
  signal: AbortSignal,
): Promise<StoredJob> {
  const { store, queue, owner, onWait, onProgress } = process;
  const patient = { onWait, signal };
  let [beaten, idle, settled] = [0, 0, -1];
  for (;;) {
    if (Date.now() - beaten > BEAT_MS) {
      await patiently(() => store.keepJob(id, owner, JOB_LEASE_MS), patient);
      beaten = Date.now();
    }
    const job = await patiently(() => store.job(id), patient);
    onProgress?.(job, reading);
    if (signal.aborted || job.state !== "running") return job;
    refuseTooManyErrors(job, plan);
    if (job.readAll && job.counts.waiting === 0) {
      await patiently(() => store.endJob(id, "finished", null), patient);
      return patiently(() => store.job(id), patient);
    }
    const done = job.counts.accepted - job.counts.waiting;
    idle = job.readAll && done === settled && (await isEmpty(queue)) ? idle + 1 : 0;
    settled = done;
    if (idle >= IDLE_LOOKS) {
      await readAll(process, id, plan, { ...reading, bytes: 0 }, signal);
      idle = 0;
    }
    await pause(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

function refuseTooManyErrors({ maxErrors, counts }: StoredJob, { uploaded }: Plan): void {
  if (maxErrors === null || counts.failed <= maxErrors) return;
  const how = uploaded === null ? "go on with --resume" : "send it again: what is stored is skipped";
  throw new StatementStanceError(
    "too-many-errors",
    `${counts.failed} documents failed, and ${maxErrors} are allowed: see the errors, then ${how}`,
  );
}

async function isEmpty(queue: JobQueue): Promise<boolean> {
  const { waiting, active } = await queue.figures();
  return waiting === 0 && active === 0;
}
