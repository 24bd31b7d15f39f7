import { type Kysely, sql, type Transaction } from "kysely";
import type { JobCounts } from "../schemas/index.js";
import type { Tables } from "./tables.js";

/** Counts of a job are spread over this many rows, so that processes do not wait for each other. */
const SHARDS = 64;

export type CountChange = Partial<Omit<Tables["job_counts"], "job_id" | "shard">>;

/** The row that this process counts in. */
export const chooseShard = (): number => Math.floor(Math.random() * SHARDS);

/** Adds to a job's counts. */
export async function addCounts(
  transaction: Transaction<Tables>,
  job: number,
  shard: number,
  change: CountChange,
): Promise<void> {
  const row = { accepted: 0, scored: 0, unchanged: 0, failed: 0, cancelled: 0, statements: 0, ...change };
  await transaction
    .insertInto("job_counts")
    .values({ job_id: job, shard, ...row })
    .onConflict((conflict) =>
      conflict.columns(["job_id", "shard"]).doUpdateSet({
        accepted: sql`job_counts.accepted + excluded.accepted`,
        scored: sql`job_counts.scored + excluded.scored`,
        unchanged: sql`job_counts.unchanged + excluded.unchanged`,
        failed: sql`job_counts.failed + excluded.failed`,
        cancelled: sql`job_counts.cancelled + excluded.cancelled`,
        statements: sql`job_counts.statements + excluded.statements`,
      }),
    )
    .execute();
}

const NONE: JobCounts = { accepted: 0, waiting: 0, scored: 0, unchanged: 0, failed: 0, statements: 0 };

/** The counts of several jobs. */
export async function readCounts(
  db: Kysely<Tables>,
  jobs: readonly number[],
): Promise<Map<number, JobCounts>> {
  const counts = new Map(jobs.map((job) => [job, NONE]));
  if (jobs.length === 0) return counts;
  const rows = await db
    .selectFrom("job_counts")
    .select(({ fn }) => [
      "job_id",
      fn.sum<number>("accepted").as("accepted"),
      fn.sum<number>("scored").as("scored"),
      fn.sum<number>("unchanged").as("unchanged"),
      fn.sum<number>("failed").as("failed"),
      fn.sum<number>("cancelled").as("cancelled"),
      fn.sum<number>("statements").as("statements"),
    ])
    .where("job_id", "in", jobs)
    .groupBy("job_id")
    .execute();
  for (const row of rows) counts.set(row.job_id, countsOf(row));
  return counts;
}

function countsOf(row: Record<Exclude<keyof JobCounts, "waiting"> | "cancelled", number>): JobCounts {
  const { accepted, scored, unchanged, failed, statements, cancelled } = row;
  return {
    accepted,
    waiting: accepted - scored - unchanged - failed - cancelled,
    scored,
    unchanged,
    failed,
    statements,
  };
}
