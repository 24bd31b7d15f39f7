import { sql, type Transaction } from "kysely";
import { dayOf } from "./days.js";
import type { Database } from "./dialect.js";
import { addCounts } from "./job-counts.js";
import { ITEM_STATES, type ItemState, type Tables } from "./tables.js";
import { documentColumns, eraseStatements, type ScoredDocument, writeStatements } from "./write-document.js";

/** What became of a commit; `settled`: another worker, or a cancellation, came first, and nothing was written. */
export type CommitOutcome = "scored" | "unchanged" | "settled";

/** Why a document failed, and where it stands. */
export interface Failure {
  readonly job: number;
  readonly number: number;
  readonly code: string;
  readonly detail: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly attempts: number;
  /** Kept as a dead letter that can be tried again. */
  readonly retryable: boolean;
}

export const stateNumber = (state: ItemState): number => ITEM_STATES.indexOf(state);

/**
 * Writes a scored document and settles its item, in one transaction.
 * In: the document. Out: what became of it. Fails: as the database fails; then nothing is written, and the item is
 * still queued.
 */
export async function commitScored(
  { db, dialect }: Database,
  shard: number,
  scored: ScoredDocument,
): Promise<CommitOutcome> {
  return db.transaction().execute(async (transaction) => {
    if (!(await settle(transaction, scored, "scored"))) return "settled";
    await transaction
      .deleteFrom("tasks")
      .where("job_id", "=", scored.job)
      .where("number", "=", scored.number)
      .execute();
    const { documentId, fresh } = await placeDocument(transaction, scored, { db, dialect } as Database);
    await linkItem(transaction, scored, documentId, fresh ? "scored" : "unchanged");
    if (!fresh) {
      await addCounts(transaction, scored.job, shard, { unchanged: 1 });
      return "unchanged";
    }
    const { statements } = scored.result;
    const facts = { documentId, job: scored.job, day: dayOf(scored.date) };
    await writeStatements(transaction, dialect, statements, facts);
    await addCounts(transaction, scored.job, shard, { scored: 1, statements: statements.length });
    return "scored";
  });
}

/** Records that a document failed, once. */
export async function commitFailed({ db }: Database, shard: number, failure: Failure): Promise<boolean> {
  const { job, number, ...columns } = failure;
  return db.transaction().execute(async (transaction) => {
    if (!(await settle(transaction, failure, "failed"))) return false;
    await transaction
      .updateTable("job_items")
      .set({ ...columns, retryable: Number(failure.retryable) })
      .where("job_id", "=", job)
      .where("number", "=", number)
      .execute();
    const task = transaction.updateTable("tasks").set({ dead: 1, claimed_by: null });
    const gone = transaction.deleteFrom("tasks");
    if (failure.retryable) await task.where("job_id", "=", job).where("number", "=", number).execute();
    else await gone.where("job_id", "=", job).where("number", "=", number).execute();
    await addCounts(transaction, job, shard, { failed: 1 });
    return true;
  });
}

/** Moves an item out of the queue; false where it is not there any more. */
async function settle(
  transaction: Transaction<Tables>,
  item: { job: number; number: number; attempts: number },
  state: ItemState,
): Promise<boolean> {
  const result = await transaction
    .updateTable("job_items")
    .set({ state: stateNumber(state), attempts: item.attempts })
    .where("job_id", "=", item.job)
    .where("number", "=", item.number)
    .where("state", "=", stateNumber("queued"))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

async function linkItem(
  transaction: Transaction<Tables>,
  item: ScoredDocument,
  documentId: number,
  state: ItemState,
): Promise<void> {
  await transaction
    .updateTable("job_items")
    .set({ document_id: documentId, state: stateNumber(state) })
    .where("job_id", "=", item.job)
    .where("number", "=", item.number)
    .execute();
}

/**
 * Makes the document's row, or empties and renews the one that is there. Not fresh: it holds the same content already,
 * or a later document of the same job with this id.
 */
async function placeDocument(
  transaction: Transaction<Tables>,
  scored: ScoredDocument,
  { dialect }: Database,
): Promise<{ documentId: number; fresh: boolean }> {
  const columns = documentColumns(scored);
  const made = await transaction
    .insertInto("documents")
    .values({ document_key: scored.key, ...columns })
    .onConflict((conflict) => conflict.column("document_key").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made) return { documentId: made.id, fresh: true };
  const found = await sql<{ id: number; content_hash: string; job_id: number; number: number }>`
    select id, content_hash, job_id, number from documents where document_key = ${scored.key} ${dialect.forUpdate}`.execute(
    transaction,
  );
  const known = found.rows[0]!;
  const later = known.job_id === scored.job && known.number > scored.number;
  if (later) return { documentId: known.id, fresh: false };
  if (known.content_hash === scored.hash) {
    const place = { job_id: scored.job, number: scored.number };
    await transaction.updateTable("documents").set(place).where("id", "=", known.id).execute();
    return { documentId: known.id, fresh: false };
  }
  await eraseStatements(transaction, dialect, known.id);
  await transaction.updateTable("documents").set(columns).where("id", "=", known.id).execute();
  return { documentId: known.id, fresh: true };
}
