import type {
  Alias,
  AliasDecision,
  AliasSuggestion,
  JobError,
  JobResult,
  JobState,
  MatrixQuery,
  NameQuery,
  Problem,
  SpeakerPage,
  StanceMatrix,
  StanceQuery,
  StanceSeries,
  StatementPage,
  StatementQuery,
  TargetPage,
} from "../schemas/index.js";
import type { CommitOutcome, Failure } from "./commit.js";
import type { Known, NewItem } from "./items.js";
import type { From } from "./job-results.js";
import type { NewJob, NewOwner, StoredJob } from "./jobs.js";
import type { ItemState } from "./tables.js";
import type { ClaimedTask, QueueFigures, TaskKey } from "./tasks.js";
import type { ScoredDocument } from "./write-document.js";

/**
 * Everything that is kept: documents and their statements, names, jobs, and the embedded queue. One contract, on
 * SQLite and PostgreSQL. Every call may raise store-unavailable, store-locked, store-full and store-corrupt.
 */
export interface Store {
  /** The file or server, as messages name it. */
  readonly place: string;
  /** The same wherever the store is opened, and no other store's. */
  id(): Promise<string>;
  close(): Promise<void>;

  /** @throws ambiguous-name, invalid-cursor, invalid-request */
  statements(query: StatementQuery): Promise<StatementPage>;
  speakers(query: NameQuery): Promise<SpeakerPage>;
  targets(query: NameQuery): Promise<TargetPage>;
  stances(query: StanceQuery): Promise<StanceSeries>;
  matrix(query: MatrixQuery): Promise<StanceMatrix>;

  aliases(): Promise<Alias[]>;
  suggestAliases(limit: number): Promise<AliasSuggestion[]>;
  /** @throws not-found, invalid-request */
  decideAlias(decision: AliasDecision): Promise<void>;
  /** @throws not-found */
  withdrawAlias(name: string): Promise<void>;

  createJob(job: NewJob): Promise<number>;
  /** @throws not-found */
  job(id: number): Promise<StoredJob>;
  jobs(page: { limit: number; before?: number }): Promise<StoredJob[]>;
  unfinishedJobs(): Promise<StoredJob[]>;
  takeJob(job: StoredJob, by: NewOwner): Promise<boolean>;
  keepJob(id: number, owner: string, leaseMs: number): Promise<JobState>;
  releaseJob(id: number, owner: string): Promise<void>;
  finishReading(id: number): Promise<void>;
  endJob(id: number, state: JobState, problem: Problem | null): Promise<void>;
  /** @throws not-found, job-finished */
  cancelJob(id: number): Promise<void>;
  results(job: number, from: From): Promise<JobResult[]>;
  errors(from: From & { job?: number | undefined }): Promise<JobError[]>;

  lookUp(job: number, keys: readonly string[]): Promise<Known>;
  /** @throws job-finished */
  accept(job: number, items: readonly NewItem[]): Promise<number[]>;
  itemState(job: number, number: number): Promise<ItemState | "stopped" | undefined>;
  /** Writes a document once, whatever is tried again. */
  commitScored(document: ScoredDocument): Promise<CommitOutcome>;
  /** Out: false where the item was settled before. */
  commitFailed(failure: Failure): Promise<boolean>;

  claimTasks(how: {
    owner: string;
    limit: number;
    leaseMs: number;
    job?: number | undefined;
  }): Promise<ClaimedTask[]>;
  extendClaims(owner: string, leaseMs: number): Promise<void>;
  returnTask(task: TaskKey, as: { attempts: number; delayMs: number }): Promise<void>;
  restoreTasks(job: number, tasks: readonly { number: number; payload: string }[]): Promise<void>;
  reviveTasks(job: number): Promise<number>;
  queueFigures(job?: number): Promise<QueueFigures>;
}
