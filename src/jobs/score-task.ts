import type { Classifier } from "../classifier/index.js";
import { type ErrorCode, StatementStanceError, toProblem } from "../errors/index.js";
import { type Article, readArticle } from "../formats/index.js";
import type { DocumentInput } from "../schemas/index.js";
import type { Store } from "../store/index.js";
import { type OnWait, patiently } from "./patience.js";
import { type TaskHandler, Unsettled } from "./queue.js";
import type { Task } from "./task.js";

/** Failures that are no fault of the document: it is tried again. */
const TRANSIENT: readonly ErrorCode[] = [
  "internal",
  "overloaded",
  "deadline-exceeded",
  "client-closed",
  "shutting-down",
];

/** Takes the article out of a page. */
export type ReadPage = (html: string) => Article | Promise<Article>;

/**
 * Scores a document, and settles it in the store. Only the parts of the classifier that are needed.
 * `readPage`: where pages must not hold up others.
 */
export function taskScorer(
  store: Store,
  classifier: Pick<Classifier, "classify">,
  onWait?: OnWait,
  readPage: ReadPage = readArticle,
): TaskHandler {
  return async (task, attempt) => {
    const state = await patiently(() => store.itemState(task.job, task.number), { onWait });
    if (state === undefined) throw foreign(task, store);
    if (state !== "queued") return;
    try {
      const { row, key, hash, job, number } = task;
      const document = await documentOf(task, readPage);
      const result = await classifier.classify(document, { background: true, sentences: true });
      const { title = document.title, date, url } = row;
      const scored = { job, number, key, hash, title, date, url, result, attempts: attempt.number };
      await patiently(() => store.commitScored(scored), { onWait });
    } catch (error) {
      if (isOfTheStore(error)) throw error;
      await settleFailure(error, task, attempt);
    }
  };

  async function settleFailure(
    error: unknown,
    { job, number, file, line }: Task,
    attempt: { number: number; last: boolean },
  ): Promise<void> {
    const transient = !(error instanceof StatementStanceError) || TRANSIENT.includes(error.code);
    const detail = error instanceof Error ? error.message : String(error);
    if (transient && !attempt.last) throw new Unsettled(detail, { cause: error });
    const failure = {
      job,
      number,
      file,
      line,
      attempts: attempt.number,
      code: toProblem(error).code,
      detail,
    };
    await patiently(() => store.commitFailed({ ...failure, retryable: transient }), { onWait });
    if (transient) throw new Unsettled(detail, { cause: error });
  }
}

/** What the classifier reads; a page's article is taken out here, where many can be taken out side by side. */
async function documentOf({ row, media }: Task, readPage: ReadPage): Promise<DocumentInput> {
  const { text, title, targets } = row;
  const article = media === "html" ? await readPage(text) : { text, title };
  return { text: article.text, ...(article.title && { title: article.title }), ...(targets && { targets }) };
}

const isOfTheStore = (error: unknown): boolean =>
  error instanceof StatementStanceError && error.code.startsWith("store-");

function foreign({ job, number }: Task, store: Store): Unsettled {
  return new Unsettled(
    `document ${number} of job ${job} is not in ${store.place}: does this worker have the right store?`,
  );
}
