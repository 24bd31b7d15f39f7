import { type ArchiveItem, type ReadingProgress, readArchives } from "../formats/archives/index.js";
import type { Known, Store } from "../store/index.js";
import { type OnWait, patiently } from "./patience.js";
import type { Plan } from "./plan.js";
import type { Draft, JobQueue } from "./queue.js";

/** Items are entered in batches: of so many, or so many characters. */
const BATCH = 32;
const BATCH_CHARACTERS = 1_000_000;

/** What the reading tells while it goes on. */
export interface Reading extends ReadingProgress {
  ignored: number;
}

type Readable = Exclude<ArchiveItem, { type: "ignored" }>;

/**
 * Reads a job's inputs into the queue, as fast as the queue takes them. What the job has in its books is not entered
 * again, so the same call begins a job and goes on with one.
 */
export async function readInputs(
  { store, queue, onWait }: { store: Store; queue: JobQueue; onWait?: OnWait | undefined },
  job: number,
  plan: Plan,
  reading: Reading,
  signal: AbortSignal,
): Promise<void> {
  let batch: Readable[] = [];
  let characters = 0;
  const enter = async (): Promise<void> => {
    const known = await patiently(
      () =>
        store.lookUp(
          job,
          batch.map(({ key }) => key),
        ),
      { onWait, signal },
    );
    const { drafts, again } = sort(batch, known);
    if (again.length > 0) await queue.restore(job, again);
    if (drafts.length > 0) await queue.put(job, drafts, signal);
    batch = [];
    characters = 0;
  };
  for await (const item of readArchives(plan.inputs, plan.options, reading)) {
    if (signal.aborted) return;
    if (item.type === "ignored") {
      reading.ignored++;
      continue;
    }
    batch.push(item);
    characters += item.type === "document" ? item.row.text.length : 0;
    if (batch.length >= BATCH || characters >= BATCH_CHARACTERS) await enter();
  }
  if (!signal.aborted) await enter();
}

/** New items, and those of the books that still wait. */
function sort(
  batch: readonly Readable[],
  known: Known,
): { drafts: Draft[]; again: { number: number; document: Extract<ArchiveItem, { type: "document" }> }[] } {
  const drafts: Draft[] = [];
  const again: { number: number; document: Extract<ArchiveItem, { type: "document" }> }[] = [];
  const within = new Set<string>();
  const keys = new Set<string>(known.items.keys());
  for (const item of batch) {
    const hash = item.type === "document" ? item.hash : item.error.code;
    const entered = known.items.get(item.key)?.find((before) => before.hash === hash);
    const double = within.has(`${hash} ${item.key}`);
    within.add(`${hash} ${item.key}`);
    if (entered?.state === "queued" && item.type === "document")
      again.push({ number: entered.number, document: item });
    if (!entered && !double) drafts.push(draft(item, hash, known, keys.has(item.key)));
    keys.add(item.key);
  }
  return { drafts, again };
}

/** `again`: the job has had this id before, with other content; which of them stays is decided when they are written. */
function draft(item: Readable, hash: string, known: Known, again: boolean): Draft {
  if (item.type === "fault") {
    const { code, message, place } = item.error;
    const where = { file: place.file ?? null, line: place.line ?? null };
    return { item: { key: item.key, hash, ...where, state: "failed", code, detail: message } };
  }
  const { key, file, line } = item;
  const stored = known.documents.get(key);
  if (stored?.hash === hash && !again)
    return { item: { key, hash, file, line, state: "unchanged", documentId: stored.id } };
  return { item: { key, hash, file, line, state: "queued" }, document: item };
}
