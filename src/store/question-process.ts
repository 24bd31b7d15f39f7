/** The process that open-questions.ts starts for a SQLite file, whose path it is given. In: questions. Out: a reply to each. */
import { answerTasks } from "../threads/index.js";
import type { Store } from "./contract.js";
import type { Question } from "./open-questions.js";
import { openStore } from "./open-store.js";

const path = process.argv[2]!;
let opened: Promise<Store> | undefined;

/** One that failed is tried again with the next question: another process may have held the file. */
function store(): Promise<Store> {
  opened ??= openStore(path).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

answerTasks(async ({ name, given }: Question) =>
  ((await store())[name] as (...given: readonly unknown[]) => Promise<unknown>)(...given),
);
