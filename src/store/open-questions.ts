import { StatementStanceError } from "../errors/index.js";
import { openProcesses } from "../threads/index.js";
import type { Store } from "./contract.js";
import { isPostgres, storeOn } from "./open-store.js";
import { openPostgresQuestions } from "./postgres.js";

/** The calls of a store that change nothing. */
const QUESTIONS = [
  "statements",
  "speakers",
  "targets",
  "stances",
  "matrix",
  "aliases",
  "suggestAliases",
  "job",
  "jobs",
  "results",
  "errors",
] as const satisfies readonly (keyof Store)[];
type QuestionName = (typeof QUESTIONS)[number];
export type Answers = Pick<Store, QuestionName>;

/** What a process is asked. */
export interface Question {
  readonly name: QuestionName;
  readonly given: readonly unknown[];
}

/** Questions to a store, asked beside all other work on it: one that takes long holds up nothing but questions. */
export interface Questions {
  /**
   * The store until the signal aborts: the database then ends what it was asked.
   * Its calls raise what the store's do, client-closed where the signal aborts, and deadline-exceeded.
   */
  until(signal: AbortSignal): Answers;
  close(): Promise<void>;
}

/** Processes of a SQLite file: while one is at a question that takes long, another one answers. */
const PROCESSES = 2;

/** Opens a store that there is for questions; each takes about `longestMs` at most. */
export async function openQuestions(location: string, longestMs: number): Promise<Questions> {
  if (!isPostgres(location)) return questionsToFile(location);
  const { until, close } = await openPostgresQuestions(location, longestMs);
  return {
    until(signal) {
      const store = storeOn(until(signal));
      const ask = ({ name, given }: Question) =>
        (store[name] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
      return answersFrom(ask, signal);
    },
    close,
  };
}

/** SQLite works in native code, which only the end of its process ends. */
function questionsToFile(path: string): Questions {
  const module = new URL("./question-process.js", import.meta.url);
  const processes = openProcesses<Question, unknown>({ module, given: [path], most: PROCESSES });
  return {
    until: (signal) => answersFrom((question) => processes.run(question, signal), signal),
    close: () => processes.close(),
  };
}

function answersFrom(ask: (question: Question) => Promise<unknown>, signal: AbortSignal): Answers {
  const calls = QUESTIONS.map((name) => [
    name,
    (...given: unknown[]) => untilAborted(ask({ name, given }), signal),
  ]);
  return Object.fromEntries(calls) as Answers;
}

/** Work may wait for its turn, and need not be waited for when the signal aborts. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new StatementStanceError("client-closed", "the question was given up"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
