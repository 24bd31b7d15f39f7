import { type Kysely, type Selectable, sql } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import type { Job, JobState, Problem } from "../schemas/index.js";
import { stateNumber } from "./commit.js";
import { addCounts, readCounts } from "./job-counts.js";
import type { JobRow, Tables } from "./tables.js";

/** A job with what its process needs to go on with it. */
export interface StoredJob extends Job {
  /** JSON, as it was given when the job was made. */
  readonly plan: string;
  readonly owner: string | null;
  /** Until when the owner may be taken to be alive, milliseconds since 1970. */
  readonly leaseUntil: number;
}

/** A new job. */
export interface NewJob {
  readonly name: string;
  readonly plan: string;
  readonly maxErrors: number | null;
  readonly owner: string;
  readonly leaseMs: number;
}

/** Who goes on with a job. */
export interface NewOwner {
  readonly owner: string;
  readonly leaseMs: number;
  /** Default: as before. */
  readonly maxErrors?: number | null | undefined;
}

/** Makes a job that `owner` works on. */
export async function createJob(
  db: Kysely<Tables>,
  { name, plan, maxErrors, owner, leaseMs }: NewJob,
): Promise<number> {
  const now = Date.now();
  const columns = { name, plan, owner, max_errors: maxErrors, created_at: now, lease_until: now + leaseMs };
  const made = await db
    .insertInto("jobs")
    .values({ ...columns, state: "running", read_all: 0, last_number: 0, finished_at: null, problem: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}

/** @throws not-found */
export async function readJob(db: Kysely<Tables>, id: number): Promise<StoredJob> {
  const [job] = await withCounts(db, await db.selectFrom("jobs").selectAll().where("id", "=", id).execute());
  if (!job) throw new StatementStanceError("not-found", `there is no job ${id}`);
  return job;
}

/** Jobs, the latest first. */
export async function listJobs(
  db: Kysely<Tables>,
  { limit, before }: { limit: number; before?: number },
): Promise<StoredJob[]> {
  const all = db.selectFrom("jobs").selectAll().orderBy("id", "desc").limit(limit);
  return withCounts(db, await (before === undefined ? all : all.where("id", "<", before)).execute());
}

/** Jobs that are not at their end, the oldest first. */
export async function unfinishedJobs(db: Kysely<Tables>): Promise<StoredJob[]> {
  const rows = await db.selectFrom("jobs").selectAll().where("state", "=", "running").orderBy("id").execute();
  return withCounts(db, rows);
}

/**
 * Makes `owner` the one who works on a job, where it is as it was read, and gives the tasks that the previous owner's
 * process had in hand back.
 * Out: false where another process was faster.
 */
export async function takeJob(
  db: Kysely<Tables>,
  job: StoredJob,
  { owner, leaseMs, maxErrors = job.maxErrors }: NewOwner,
): Promise<boolean> {
  const running = { state: "running", finished_at: null, problem: null };
  return db.transaction().execute(async (transaction) => {
    const taken = await transaction
      .updateTable("jobs")
      .set({ owner, lease_until: Date.now() + leaseMs, max_errors: maxErrors, ...running })
      .where("id", "=", job.id)
      .where("lease_until", "=", job.leaseUntil)
      .where("state", "=", job.state)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return false;
    if (job.owner !== null) {
      // Before all that still wait, as they were: of documents with one id the last read is to be the last scored.
      await sql`update tasks set claimed_by = null, available_at = ${Date.parse(job.created)}
        where substr(claimed_by, 1, ${processOf(job.owner).length}) = ${processOf(job.owner)}`.execute(
        transaction,
      );
    }
    return true;
  });
}

/** Owners are named `machine/process/…`: a process's jobs and its workers have that beginning in common. */
const processOf = (owner: string): string =>
  owner
    .split("/", 2)
    .map((part) => `${part}/`)
    .join("");

/** Says that the owner is alive. Out: the job's state, so that a cancellation is seen. */
export async function keepJob(
  db: Kysely<Tables>,
  id: number,
  owner: string,
  leaseMs: number,
): Promise<JobState> {
  await db
    .updateTable("jobs")
    .set({ lease_until: Date.now() + leaseMs })
    .where("id", "=", id)
    .where("owner", "=", owner)
    .execute();
  const row = await db.selectFrom("jobs").select("state").where("id", "=", id).executeTakeFirstOrThrow();
  return row.state as JobState;
}

/** Gives a job up without ending it, so that another process can go on at once. */
export async function releaseJob(db: Kysely<Tables>, id: number, owner: string): Promise<void> {
  const free = { owner: null, lease_until: 0 };
  await db.updateTable("jobs").set(free).where("id", "=", id).where("owner", "=", owner).execute();
}

/** Ends a running job. */
export async function endJob(
  db: Kysely<Tables>,
  id: number,
  state: JobState,
  problem: Problem | null,
): Promise<void> {
  await db
    .updateTable("jobs")
    .set({
      state,
      problem: problem && JSON.stringify(problem),
      finished_at: Date.now(),
      owner: null,
      lease_until: 0,
    })
    .where("id", "=", id)
    .where("state", "=", "running")
    .execute();
}

/**
 * Cancels a job: what waits is given up, what was scored stays.
 * @throws not-found; job-finished when it has ended already
 */
export async function cancelJob(db: Kysely<Tables>, id: number, shard: number): Promise<void> {
  const { state } = await readJob(db, id);
  if (state !== "running")
    throw new StatementStanceError("job-finished", `job ${id} has ended already: ${state}`);
  await endJob(db, id, "cancelled", null);
  await db.transaction().execute(async (transaction) => {
    const given = await transaction
      .updateTable("job_items")
      .set({ state: stateNumber("cancelled") })
      .where("job_id", "=", id)
      .where("state", "=", stateNumber("queued"))
      .executeTakeFirst();
    await transaction.deleteFrom("tasks").where("job_id", "=", id).where("dead", "=", 0).execute();
    await addCounts(transaction, id, shard, { cancelled: Number(given.numUpdatedRows) });
  });
}

async function withCounts(db: Kysely<Tables>, rows: readonly Selectable<JobRow>[]): Promise<StoredJob[]> {
  const counts = await readCounts(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state as JobState,
    created: new Date(row.created_at).toISOString(),
    finished: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
    readAll: row.read_all === 1,
    maxErrors: row.max_errors,
    counts: counts.get(row.id)!,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
    plan: row.plan,
    owner: row.owner,
    leaseUntil: row.lease_until,
  }));
}

/** Marks a job's inputs as read to their end. */
export async function finishReading(db: Kysely<Tables>, id: number): Promise<void> {
  await db.updateTable("jobs").set({ read_all: 1 }).where("id", "=", id).execute();
}
