import { setTimeout as pause } from "node:timers/promises";
import type { Job } from "../schemas/index.js";
import type { Store, StoredJob } from "../store/index.js";

const LOOK_MS = 500;

/** A job as others see it. */
export function publicJob({ plan: _plan, owner: _owner, leaseUntil: _lease, ...job }: StoredJob): Job {
  return job;
}

/**
 * A job each time it has changed, whichever process works on it, until it is at its end.
 * @throws not-found
 */
export async function* watchJob(
  store: Pick<Store, "job">,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<Job> {
  let before = "";
  while (!signal.aborted) {
    const job = publicJob(await store.job(id));
    const now = JSON.stringify(job);
    if (now !== before) yield job;
    if (job.state !== "running") return;
    before = now;
    await pause(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}
