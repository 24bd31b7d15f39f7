import { type Kysely, type Selectable, sql } from "kysely";
import type { JobError, JobResult } from "../schemas/index.js";
import { stateNumber } from "./commit.js";
import { readByDocument } from "./read-statements.js";
import { ITEM_STATES, type ItemRow, type Tables } from "./tables.js";

/** Where a listing goes on, and how much of it is wanted. */
export interface From {
  readonly after: number;
  readonly limit: number;
}

/**
 * A job's documents in the order of its inputs, from any point. While the job runs they end before the first document
 * that is still waiting, so that a reader who goes on from the last number misses none.
 */
export async function readResults(
  db: Kysely<Tables>,
  job: number,
  { after, limit }: From,
): Promise<JobResult[]> {
  const queued = stateNumber("queued");
  const found = await sql<Selectable<ItemRow>>`
    select * from job_items where job_id = ${job} and number > ${after}
      and number < coalesce((select min(number) from job_items where job_id = ${job} and state = ${sql.lit(queued)}
        and number > ${after}), 9007199254740991)
    order by number limit ${limit}`.execute(db);
  const documents = found.rows.flatMap(({ document_id: id }) => (id === null ? [] : [id]));
  const statements = await readByDocument(db, documents);
  return found.rows.map((row) => ({
    number: row.number,
    id: row.document_key,
    state: ITEM_STATES[row.state] as JobResult["state"],
    statements: (row.document_id !== null && statements.get(row.document_id)) || [],
    ...(row.code !== null && { error: { code: row.code, detail: row.detail ?? "" } }),
  }));
}

/** Documents that failed, of one job or of all, in order. */
export async function readErrors(
  db: Kysely<Tables>,
  { job, after, limit }: From & { job?: number | undefined },
): Promise<JobError[]> {
  const failed = db
    .selectFrom("job_items")
    .selectAll()
    .where("state", "=", stateNumber("failed"))
    .orderBy("job_id")
    .orderBy("number")
    .limit(limit);
  const rows = await (job === undefined
    ? failed.offset(after)
    : failed.where("job_id", "=", job).where("number", ">", after)
  ).execute();
  return rows.map((row) => ({
    job: row.job_id,
    number: row.number,
    document: row.document_key,
    code: row.code ?? "internal",
    detail: row.detail ?? "",
    file: row.file,
    line: row.line,
    attempts: row.attempts,
    retryable: row.retryable === 1,
  }));
}
