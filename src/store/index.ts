/** Documents, statements, names, jobs and the embedded queue, on SQLite or PostgreSQL. */
export type { CommitOutcome, Failure } from "./commit.js";
export type { Store } from "./contract.js";
export { dayOf } from "./days.js";
export type { Known, NewItem } from "./items.js";
export type { NewJob, StoredJob } from "./jobs.js";
export { type Answers, openQuestions, type Questions } from "./open-questions.js";
export { openStore } from "./open-store.js";
export type { ClaimedTask, QueueFigures, TaskKey } from "./tasks.js";
export type { ScoredDocument } from "./write-document.js";
