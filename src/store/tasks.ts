import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import { stateNumber } from "./commit.js";
import type { Database } from "./dialect.js";
import { addCounts } from "./job-counts.js";
import type { Tables, TaskRow } from "./tables.js";

/** A task that a worker holds until `available_at`; then others may take it. */
export type ClaimedTask = Pick<Selectable<TaskRow>, "job_id" | "number" | "payload" | "attempts">;

/** Which task. */
export interface TaskKey {
  readonly job: number;
  readonly number: number;
}

/** A task that nobody has tried yet. */
export const dueNow = () => ({ attempts: 0, dead: 0, available_at: Date.now(), claimed_by: null });

/**
 * Takes the tasks that are due longest. A claim is a lease: a task of a worker that died is due again after it.
 * In: who, how many, for how long. Out: the tasks, their attempt counted. Fails: as the database fails; none is taken.
 */
export async function claimTasks(
  { db, dialect }: Database,
  { owner, limit, leaseMs, job }: { owner: string; limit: number; leaseMs: number; job?: number | undefined },
): Promise<ClaimedTask[]> {
  const now = Date.now();
  const only = job === undefined ? sql`` : sql`and job_id = ${job}`;
  const claimed = await sql<ClaimedTask>`
    update tasks set claimed_by = ${owner}, available_at = ${now + leaseMs}, attempts = attempts + 1
    where (job_id, number) in (select job_id, number from tasks where dead = 0 and available_at <= ${now} ${only}
      and job_id in (select id from jobs where state = 'running')
      order by available_at, job_id, number limit ${limit} ${dialect.skipLocked})
    returning job_id, number, payload, attempts`.execute(db);
  return claimed.rows;
}

/** Holds on to all tasks of a worker. */
export async function extendClaims(db: Kysely<Tables>, owner: string, leaseMs: number): Promise<void> {
  await db
    .updateTable("tasks")
    .set({ available_at: Date.now() + leaseMs })
    .where("claimed_by", "=", owner)
    .execute();
}

/** Gives a task back: `attempts` as they stand now, due after `delayMs`. */
export async function returnTask(
  db: Kysely<Tables>,
  { job, number }: TaskKey,
  { attempts, delayMs }: { attempts: number; delayMs: number },
): Promise<void> {
  await db
    .updateTable("tasks")
    .set({ claimed_by: null, attempts, available_at: Date.now() + delayMs })
    .where("job_id", "=", job)
    .where("number", "=", number)
    .where("dead", "=", 0)
    .execute();
}

/**
 * Puts documents that wait by the books into the embedded queue, where another queue had them; those that it holds are
 * left as they are.
 */
export async function restoreTasks(
  { db, dialect }: Database,
  job: number,
  tasks: readonly { number: number; payload: string }[],
): Promise<void> {
  if (tasks.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    // Held until the end, so that none of them is settled meanwhile: its task would stay for ever.
    const found = await sql<{ number: number }>`select number from job_items
      where job_id = ${job} and state = ${stateNumber("queued")}
        and number in (${sql.join(tasks.map(({ number }) => number))}) order by number ${dialect.forUpdate}`.execute(
      transaction,
    );
    const waiting = new Set(found.rows.map(({ number }) => number));
    const due = dueNow();
    const rows = tasks
      .filter(({ number }) => waiting.has(number))
      .map(({ number, payload }) => ({ job_id: job, number, payload, ...due }));
    if (rows.length === 0) return;
    const insert = transaction.insertInto("tasks").values(rows);
    await insert.onConflict((conflict) => conflict.columns(["job_id", "number"]).doNothing()).execute();
  });
}

/**
 * Puts a job's dead letters back into the queue, with all their attempts before them; the job is not at its end then.
 * Out: how many.
 * @throws job-finished
 */
export async function reviveTasks({ db }: Database, shard: number, job: number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const revived = await transaction
      .updateTable("job_items")
      .set({ state: stateNumber("queued"), code: null, detail: null, retryable: 0, attempts: 0 })
      .where("job_id", "=", job)
      .where("state", "=", stateNumber("failed"))
      .where("retryable", "=", 1)
      .executeTakeFirst();
    await transaction
      .updateTable("tasks")
      .set(dueNow())
      .where("job_id", "=", job)
      .where("dead", "=", 1)
      .execute();
    const count = Number(revived.numUpdatedRows);
    if (count === 0) return 0;
    await addCounts(transaction, job, shard, { failed: -count });
    await runAgain(transaction, job);
    return count;
  });
}

/** @throws job-finished where it was cancelled: what it gave up is not brought back by halves */
async function runAgain(transaction: Transaction<Tables>, job: number): Promise<void> {
  const running = { state: "running", finished_at: null, problem: null };
  const { numUpdatedRows } = await transaction
    .updateTable("jobs")
    .set(running)
    .where("id", "=", job)
    .where("state", "<>", "cancelled")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new StatementStanceError("job-finished", `job ${job} was cancelled`);
}

/** Tasks of jobs: how many wait or are worked on, are dead, and for how long the oldest waits. */
export async function queueFigures(db: Kysely<Tables>, job?: number): Promise<QueueFigures> {
  const only = job === undefined ? sql`` : sql`where job_id = ${job}`;
  const found = await sql<Omit<QueueFigures, "lagMs"> & { oldest: number | null }>`
    select coalesce(sum(case when dead = 0 and claimed_by is null then 1 else 0 end), 0) as waiting,
      coalesce(sum(case when dead = 0 and claimed_by is not null then 1 else 0 end), 0) as active,
      coalesce(sum(dead), 0) as dead,
      min(case when dead = 0 and claimed_by is null then available_at end) as oldest from tasks ${only}`.execute(
    db,
  );
  const { waiting, active, dead, oldest } = found.rows[0]!;
  return { waiting, active, dead, lagMs: oldest === null ? 0 : Math.max(0, Date.now() - oldest) };
}

/** What waits in a queue. */
export interface QueueFigures {
  readonly waiting: number;
  readonly active: number;
  /** Given up after all attempts. */
  readonly dead: number;
  /** How long the oldest waiting one waits, milliseconds. */
  readonly lagMs: number;
}
