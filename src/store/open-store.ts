import { StatementStanceError } from "../errors/index.js";
import { decideAlias, listAliases, withdrawAlias } from "./aliases.js";
import { commitFailed, commitScored } from "./commit.js";
import type { Store } from "./contract.js";
import { countSpeakers, countTargets } from "./count-names.js";
import { countMatrix, countStances } from "./count-stances.js";
import type { Database } from "./dialect.js";
import { storeFailure } from "./failures.js";
import { acceptItems, itemState, lookUp } from "./items.js";
import { chooseShard } from "./job-counts.js";
import { readErrors, readResults } from "./job-results.js";
import * as jobs from "./jobs.js";
import { migrate } from "./migrate.js";
import { openPostgres } from "./postgres.js";
import { queryStatements } from "./query-statements.js";
import { openSqlite } from "./sqlite.js";
import { suggestAliases } from "./suggest-aliases.js";
import { claimTasks, extendClaims, queueFigures, restoreTasks, returnTask, reviveTasks } from "./tasks.js";

/** How often a transaction is tried that lost against another. */
const TRIES = 5;

/**
 * Opens a store and brings it up to this version: a path to a SQLite file, made where it is missing, or a
 * `postgres://` URL.
 *
 *     const store = await openStore("archive.sqlite");
 *     const { statements } = await store.statements(StatementQuery.parse({ speaker: "bagheri" }));
 *
 * @throws store-unavailable, store-locked, store-corrupt, store-newer, store-driver-missing
 */
export async function openStore(location: string): Promise<Store> {
  const database = await failing(location, () => openDatabase(location));
  try {
    await failing(database.place, () => migrate(database.db, database.dialect, database.place));
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOn(database);
}

/** Whether it is a server, and not a file. */
export const isPostgres = (location: string): boolean => /^postgres(ql)?:\/\//.test(location);

async function openDatabase(location: string): Promise<Database> {
  if (isPostgres(location)) return openPostgres(location);
  const scheme = /^(\w+):\/\//.exec(location)?.[1];
  if (scheme === undefined) return openSqlite(location);
  throw new StatementStanceError(
    "invalid-option",
    `store: '${scheme}://' is not known; give the path of a SQLite file or a postgres:// URL`,
  );
}

/** A store's calls on an open database. */
export function storeOn(database: Database): Store {
  const { db, place } = database;
  const shard = chooseShard();
  const store: Store = {
    place,
    id: () => readId(database),
    close: () => database.close(),
    statements: (query) => queryStatements(database, query),
    speakers: (query) => countSpeakers(db, query),
    targets: (query) => countTargets(db, query),
    stances: (query) => countStances(db, query),
    matrix: (query) => countMatrix(db, query),
    aliases: () => listAliases(db),
    suggestAliases: (limit) => suggestAliases(db, limit),
    decideAlias: (decision) => decideAlias(db, decision),
    withdrawAlias: (name) => withdrawAlias(db, name),
    createJob: (job) => jobs.createJob(db, job),
    job: (id) => jobs.readJob(db, id),
    jobs: (page) => jobs.listJobs(db, page),
    unfinishedJobs: () => jobs.unfinishedJobs(db),
    takeJob: (job, by) => jobs.takeJob(db, job, by),
    keepJob: (id, owner, leaseMs) => jobs.keepJob(db, id, owner, leaseMs),
    releaseJob: (id, owner) => jobs.releaseJob(db, id, owner),
    finishReading: (id) => jobs.finishReading(db, id),
    endJob: (id, state, problem) => jobs.endJob(db, id, state, problem),
    cancelJob: (id) => jobs.cancelJob(db, id, shard),
    results: (job, from) => readResults(db, job, from),
    errors: (from) => readErrors(db, from),
    lookUp: (job, keys) => lookUp(db, job, keys),
    accept: (job, items) => acceptItems(database, shard, job, items),
    itemState: (job, number) => itemState(db, job, number),
    commitScored: (document) => commitScored(database, shard, document),
    commitFailed: (failure) => commitFailed(database, shard, failure),
    claimTasks: (how) => claimTasks(database, how),
    extendClaims: (owner, leaseMs) => extendClaims(db, owner, leaseMs),
    returnTask: (task, as) => returnTask(db, task, as),
    restoreTasks: (job, tasks) => restoreTasks(database, job, tasks),
    reviveTasks: (job) => reviveTasks(database, shard, job),
    queueFigures: (job) => queueFigures(db, job),
  };
  return guarded(store, place);
}

async function readId({ db }: Database): Promise<string> {
  const { id } = await db.selectFrom("store_identity").select("id").executeTakeFirstOrThrow();
  return id;
}

/** The same store, whose driver's errors are those of the catalogue, and whose lost races are run again. */
function guarded(store: Store, place: string): Store {
  const guard = (value: unknown): unknown =>
    typeof value === "function" ? (...given: unknown[]) => racing(place, () => value(...given)) : value;
  return Object.fromEntries(
    Object.entries(store).map(([name, value]) => [name, guard(value)]),
  ) as unknown as Store;
}

async function racing<Result>(place: string, call: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await call();
    } catch (error) {
      const lost = /^(40001|40P01)$/.test(String((error as { code?: unknown })?.code));
      if (!lost || left === 0) throw storeFailure(error, place);
    }
  }
}

async function failing<Result>(place: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw storeFailure(error, place);
  }
}
