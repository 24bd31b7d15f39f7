import type { Classifier } from "../classifier/index.js";
import { createArticleReader } from "../formats/index.js";
import type { Questions, Store } from "../store/index.js";
import { type JobService, startJobService } from "./job-service.js";
import { openQueue } from "./open-queue.js";
import type { OnWait } from "./patience.js";
import type { JobQueue } from "./queue.js";
import { taskScorer } from "./score-task.js";
import { createUploads } from "./uploads.js";

/** What a service has that keeps statements: the store, and the jobs that fill it. */
export interface Archive {
  readonly store: Store;
  /** The same store, for those who only read. */
  readonly questions: Questions;
  readonly queue: JobQueue;
  readonly jobs: JobService;
  /** Ends the documents in hand and closes everything. */
  close(): Promise<void>;
}

export interface ArchiveParts {
  /** A file or a URL. */
  readonly store: string;
  readonly queue?: string | undefined;
  /** Folder of this store only; default: beside the store's file, or in the working folder. */
  readonly uploads?: string | undefined;
  readonly maxUploadBytes: number;
  /** The longest that a question may take. */
  readonly deadlineMs: number;
  readonly classifier: Classifier;
  readonly onWait: OnWait;
  readonly onTrouble: (error: unknown, job?: number) => void;
}

/** Documents in hand for each process of the model: one is read while another is decoded. */
const DOCUMENTS_A_WORKER = 2;

/**
 * Opens a service's archive, and goes on with the jobs that an earlier one left. Its documents wait for all other work
 * of the classifier.
 * @throws as opening a store and a queue does
 */
export async function openArchive(parts: ArchiveParts): Promise<Archive> {
  const { classifier, onWait, onTrouble } = parts;
  // The drivers of stores are loaded here, so that a service without an archive starts without them.
  const { openQuestions, openStore } = await import("../store/index.js");
  const store = await openStore(parts.store);
  const queue = await openQueue(store, parts.queue, { onWait }).catch(async (error) => {
    await store.close();
    throw error;
  });
  const questions = await openQuestions(parts.store, parts.deadlineMs);
  const articles = createArticleReader();
  const { signal } = new AbortController();
  const jobs = startJobService({
    store,
    queue,
    uploads: createUploads(parts.uploads ?? usualFolder(parts.store), parts.maxUploadBytes),
    scorer: taskScorer(store, classifier, onWait, (html) => articles.read(html, signal)),
    concurrency: classifier.workers * DOCUMENTS_A_WORKER,
    onWait,
    onTrouble,
  });
  await jobs.resume().catch((error) => onTrouble(error));
  return {
    store,
    questions,
    queue,
    jobs,
    async close() {
      await questions.close();
      await jobs.drain();
      await queue.close();
      await articles.close();
      await store.close();
    },
  };
}

function usualFolder(place: string): string {
  return place.includes("://") ? "uploads" : `${place}-uploads`;
}
