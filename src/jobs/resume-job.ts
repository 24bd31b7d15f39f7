import { setTimeout as pause } from "node:timers/promises";
import { StatementStanceError } from "../errors/index.js";
import type { Store, StoredJob } from "../store/index.js";
import { isGone } from "./owner.js";
import { type Plan, readPlan } from "./plan.js";
import { JOB_LEASE_MS } from "./run-job.js";

const LOOK_MS = 250;
/** Jobs are looked through from the latest, so many of them. */
const LATEST = 1000;

/**
 * The latest job over these inputs that is not at its end: interrupted, or failed.
 * @throws not-found
 */
export async function findInterrupted(store: Store, { inputs }: Plan): Promise<StoredJob> {
  const jobs = await store.jobs({ limit: LATEST });
  const same = jobs.find((job) => isOpen(job) && sameInputs(readPlan(job.plan).inputs, inputs));
  if (same) return same;
  const open = jobs.filter(isOpen).map(({ id, name }) => `job ${id} (${name})`);
  throw new StatementStanceError(
    "not-found",
    `no job over these inputs is left to go on with${open.length > 0 ? `; open are ${open.join(", ")}` : ""}`,
  );
}

const isOpen = ({ state }: StoredJob): boolean => state === "running" || state === "failed";
const sameInputs = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Makes `owner` the one who runs a job: at once where its process is gone, else when its lease has run out.
 * @throws store-locked when its process is alive; job-finished when that one brings it to its end meanwhile
 */
export async function takeOver(
  store: Store,
  id: number,
  owner: string,
  { signal, maxErrors }: { signal?: AbortSignal; maxErrors?: number | null } = {},
): Promise<StoredJob> {
  const deadline = Date.now() + JOB_LEASE_MS + 2 * LOOK_MS;
  const { state } = await store.job(id);
  for (;;) {
    const job = await store.job(id);
    if (job.state !== state)
      throw new StatementStanceError("job-finished", `job ${id} has ended: ${job.state}`);
    const free = job.owner === null || isGone(job.owner) || job.leaseUntil < Date.now();
    if (free && (await store.takeJob(job, { owner, leaseMs: JOB_LEASE_MS, maxErrors }))) return store.job(id);
    if (Date.now() > deadline || signal?.aborted) {
      throw new StatementStanceError(
        "store-locked",
        `job ${id} is being run by another process (${job.owner})`,
      );
    }
    await pause(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}
