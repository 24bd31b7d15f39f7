import { type Kysely, sql } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import { stateNumber } from "./commit.js";
import type { Database } from "./dialect.js";
import { addCounts } from "./job-counts.js";
import { ITEM_STATES, type ItemState, type Tables } from "./tables.js";
import { dueNow } from "./tasks.js";

/** A document, or a broken place, that a job has read. */
export interface NewItem {
  readonly key: string;
  readonly hash: string;
  readonly file: string | null;
  readonly line: number | null;
  /** queued: to be scored; unchanged: stored before; failed: cannot be read. */
  readonly state: "queued" | "unchanged" | "failed";
  readonly documentId?: number | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  /** The document for the embedded queue; another queue carries its own. */
  readonly payload?: string | undefined;
}

/** What the store knows of documents by their keys. */
export interface Known {
  /** In the store: id and content. */
  readonly documents: ReadonlyMap<string, { id: number; hash: string }>;
  /** In this job: content and state of each reading. */
  readonly items: ReadonlyMap<string, readonly { hash: string; number: number; state: ItemState }[]>;
}

/** Looks documents up before they are accepted. */
export async function lookUp(db: Kysely<Tables>, job: number, keys: readonly string[]): Promise<Known> {
  if (keys.length === 0) return { documents: new Map(), items: new Map() };
  const documents = await db
    .selectFrom("documents")
    .select(["id", "document_key", "content_hash"])
    .where("document_key", "in", keys)
    .execute();
  const rows = await db
    .selectFrom("job_items")
    .select(["document_key", "content_hash", "number", "state"])
    .where("job_id", "=", job)
    .where("document_key", "in", keys)
    .execute();
  const items = new Map<string, { hash: string; number: number; state: ItemState }[]>();
  for (const { document_key, content_hash: hash, number, state } of rows) {
    items.set(document_key, [
      ...(items.get(document_key) ?? []),
      { hash, number, state: ITEM_STATES[state]! },
    ]);
  }
  return {
    documents: new Map(documents.map((row) => [row.document_key, { id: row.id, hash: row.content_hash }])),
    items,
  };
}

/**
 * Takes items into a job's books, and those with a payload into the embedded queue, in one transaction.
 * In: the items in reading order. Out: their numbers. Fails: as the database fails; then none is taken.
 * @throws job-finished when the job was cancelled meanwhile
 */
export async function acceptItems(
  { db }: Database,
  shard: number,
  job: number,
  items: readonly NewItem[],
): Promise<number[]> {
  if (items.length === 0) return [];
  return db.transaction().execute(async (transaction) => {
    const numbered = await transaction
      .updateTable("jobs")
      .set({ last_number: sql`last_number + ${items.length}` })
      .where("id", "=", job)
      .where("state", "=", "running")
      .returning("last_number")
      .executeTakeFirst();
    if (!numbered) throw new StatementStanceError("job-finished", `job ${job} has ended`);
    const first = Number(numbered.last_number) - items.length + 1;
    await transaction
      .insertInto("job_items")
      .values(items.map((item, index) => itemRow(job, first + index, item)))
      .execute();
    const tasks = items.flatMap((item, index) => taskRow(job, first + index, item));
    if (tasks.length > 0) await transaction.insertInto("tasks").values(tasks).execute();
    const count = (state: NewItem["state"]) => items.filter((item) => item.state === state).length;
    const counts = { accepted: items.length, unchanged: count("unchanged"), failed: count("failed") };
    await addCounts(transaction, job, shard, counts);
    return items.map((_, index) => first + index);
  });
}

function itemRow(job: number, number: number, item: NewItem): Tables["job_items"] {
  const failed = item.state === "failed";
  return {
    job_id: job,
    number,
    document_key: item.key,
    content_hash: item.hash,
    state: stateNumber(item.state),
    document_id: item.documentId ?? null,
    attempts: 0,
    file: failed ? item.file : null,
    line: failed ? item.line : null,
    code: item.code ?? null,
    detail: item.detail ?? null,
    retryable: 0,
  };
}

function taskRow(job: number, number: number, item: NewItem): Tables["tasks"][] {
  if (item.payload === undefined) return [];
  return [{ job_id: job, number, payload: item.payload, ...dueNow() }];
}

/** Where an item stands; `stopped`: queued, and its job has ended; undefined: the store has no such item. */
export async function itemState(
  db: Kysely<Tables>,
  job: number,
  number: number,
): Promise<ItemState | "stopped" | undefined> {
  const row = await db
    .selectFrom("job_items")
    .innerJoin("jobs", "jobs.id", "job_items.job_id")
    .select(["job_items.state as item", "jobs.state as job"])
    .where("job_items.job_id", "=", job)
    .where("job_items.number", "=", number)
    .executeTakeFirst();
  if (!row) return undefined;
  const state = ITEM_STATES[row.item]!;
  return state === "queued" && row.job !== "running" ? "stopped" : state;
}
