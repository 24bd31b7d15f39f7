import type { ArchiveDocument } from "../formats/archives/index.js";
import type { NewItem, QueueFigures } from "../store/index.js";
import type { Task } from "./task.js";

/** What a reader hands in: the item for the job's books, and its document where it is to be scored. */
export interface Draft {
  readonly item: Omit<NewItem, "payload">;
  readonly document?: ArchiveDocument | undefined;
}

/** A document fails once more, and may do better later. The message says why. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/**
 * Scores one document and settles it. `lastAttempt`: it must be settled as failed rather than raised.
 * @throws Unsettled to be tried again after a while; anything else stops the worker
 */
export type TaskHandler = (task: Task, attempt: { number: number; last: boolean }) => Promise<void>;

/** A process's share in the work. */
export interface QueueWorker {
  /** Rejects when the worker had to stop, as on a full disk. Never fulfilled. */
  readonly failure: Promise<never>;
  /** Takes nothing more, and waits until what is in hand is settled. */
  drain(): Promise<void>;
}

/**
 * Documents between the one who reads and those who score. Both implementations hold a bounded number, give a document
 * out again when its worker dies, try again with growing pauses, and keep those that always fail as dead letters.
 */
export interface JobQueue {
  /** Enters drafts into the job's books and hands their documents over; waits while the queue is full. */
  put(job: number, drafts: readonly Draft[], signal: AbortSignal): Promise<void>;
  /** Hands documents over again that are in the books already; those that the queue holds are not doubled. */
  restore(job: number, documents: readonly { number: number; document: ArchiveDocument }[]): Promise<void>;
  work(handler: TaskHandler, how: WorkOptions): QueueWorker;
  /** Puts a job's dead letters back. Out: how many. */
  revive(job: number): Promise<number>;
  figures(): Promise<QueueFigures>;
  close(): Promise<void>;
}

/** How a worker works. */
export interface WorkOptions {
  readonly concurrency: number;
  /** Only this job's documents. */
  readonly job?: number | undefined;
}

/** How queues behave; tests make the times short. */
export interface QueueOptions {
  /** Documents of a job that may wait: more are not read before. */
  readonly maxWaiting: number;
  /** How often a document is tried before it is a dead letter. */
  readonly attempts: number;
  /** The first pause; each further one is twice as long. Milliseconds. */
  readonly backoffMs: number;
  /** After this a document of a silent worker is given to another. Milliseconds. */
  readonly leaseMs: number;
}

export const DEFAULT_QUEUE_OPTIONS: QueueOptions = {
  maxWaiting: 200,
  attempts: 5,
  backoffMs: 1000,
  leaseMs: 30_000,
};
