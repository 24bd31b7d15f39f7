import { type RawBuilder, sql } from "kysely";
import { STANCES, STATEMENT_KINDS, type StatementPage, type StatementQuery } from "../schemas/index.js";
import { type PagePosition, readCursor, writeCursor } from "./cursor.js";
import { firstDay, lastDay } from "./days.js";
import type { Database } from "./dialect.js";
import { keyRange } from "./identity.js";
import { type MatchedNames, matchName } from "./match-name.js";
import { readStatements } from "./read-statements.js";
import { parseTextQuery, type TextQuery } from "./text-query.js";

type Condition = RawBuilder<unknown>;
interface Names {
  readonly speaker?: MatchedNames;
  readonly target?: MatchedNames;
}

/** Up to this many statements with the words asked for are found by their words, more by the other conditions. */
const RARE = 5000;
/** Statements that are looked at one by one before anything is said of how common words are. */
const SAMPLE = 500;
/** Hits that tell how many more must be looked at, and how many more than that are. */
const TELLING = 3;
const MARGIN = 1.2;
/** Of one statement, as the schema has it. */
const MOST_TARGETS = 3;

/**
 * A page of statements. The keys are found first, in an index where one fits, and whole rows are read for the page only.
 * @throws ambiguous-name, invalid-cursor, invalid-request
 */
export async function queryStatements(database: Database, query: StatementQuery): Promise<StatementPage> {
  const names = await matchNames(database, query);
  const order = `${query.sort}-${query.order}`;
  const position = readCursor(order, query.cursor);
  const found = nobody(names) ? [] : await findKeys(database, query, names, position);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    statements: await readStatements(
      database.db,
      page.map(({ id }) => id),
    ),
    next: last && found.length > query.limit ? writeCursor(order, last) : null,
    names: {
      ...(names.speaker && { speaker: names.speaker.match }),
      ...(names.target && { target: names.target.match }),
    },
  };
}

async function matchNames({ db }: Database, query: { speaker?: string; target?: string }): Promise<Names> {
  return {
    ...(query.speaker !== undefined && { speaker: await matchName(db, query.speaker, "speaker") }),
    ...(query.target !== undefined && { target: await matchName(db, query.target, "target") }),
  };
}

/** A name that the store does not know: nothing can be found. */
const nobody = (names: Names): boolean =>
  [names.speaker, names.target].some((matched) => matched !== undefined && matched.ids.length === 0);

/** What a listing is made of, but for its words. */
interface Listing {
  readonly from: Condition;
  readonly column: SortColumn;
  readonly conditions: readonly Condition[];
  readonly order: "asc" | "desc";
  readonly limit: number;
}

interface SortColumn {
  readonly value: Condition;
  readonly id: Condition;
}

async function findKeys(
  database: Database,
  query: StatementQuery,
  names: Names,
  position: PagePosition | undefined,
): Promise<readonly PagePosition[]> {
  const { from, column } = names.target ? overTargets(query) : overStatements(query);
  const conditions = [
    ...nameConditions(query, names),
    ...plainConditions(query, names.target ? "targets" : "statements"),
    ...(await documentCondition(database, query.document, column)),
    ...pageCondition(query, column, position),
  ];
  const listing = { from, column, conditions, order: query.order, limit: query.limit + 1 };
  const text = query.text === undefined ? undefined : parseTextQuery(query.text);
  if (!names.target) return findListed(database, listing, text);
  // A statement may name a target twice, under names that were joined: it is listed once.
  const found = await findListed(database, { ...listing, limit: listing.limit * MOST_TARGETS }, text);
  return [...new Map(found.map((key) => [key.id, key])).values()].slice(0, listing.limit);
}

async function findListed(
  database: Database,
  listing: Listing,
  text: TextQuery | undefined,
): Promise<readonly PagePosition[]> {
  if (!text) return list(database, listing);
  const { db, dialect } = database;
  const { id } = listing.column;
  const matching = dialect.matching(text);
  const having = (condition: Condition) =>
    list(database, { ...listing, conditions: [...listing.conditions, condition] });
  const findRare = async () => {
    const rare = await dialect.rareMatches(db, text, RARE);
    return rare && (rare.length === 0 ? [] : having(dialect.isAmong(id, rare)));
  };
  const isDear = dialect.dearPhrases && text.some(({ words }) => words.length > 1);
  const rare = isDear ? undefined : await findRare();
  if (rare) return rare;
  const looked = await lookThroughFirst(database, listing, text);
  if (looked.isEnough) return looked.found;
  // With some hits among the first, a walk that leaves out the others soon meets enough.
  const late = isDear && looked.found.length < TELLING ? await findRare() : undefined;
  // An expression instead of the column keeps the database from walking the matches one by one.
  return late ?? having(sql`${id} + 0 in (${matching})`);
}

async function list({ db }: Database, listing: Listing): Promise<PagePosition[]> {
  const rows = await sql<PagePosition>`${selectKeys(listing)}`.execute(db);
  return rows.rows;
}

function selectKeys({ from, column, conditions, order, limit }: Listing): Condition {
  const where = conditions.length > 0 ? sql`where ${sql.join([...conditions], sql` and `)}` : sql``;
  const direction = sql.raw(order);
  return sql`select ${column.value} as value, ${column.id} as id from ${from} ${where}
    order by ${column.value} ${direction}, ${column.id} ${direction} limit ${limit}`;
}

/**
 * Words that stand in many statements are found by looking at the first ones, one by one: a few tell how many it takes.
 * Out: what was found; not enough where more would have to be looked at than is quick.
 */
async function lookThroughFirst(
  database: Database,
  listing: Listing,
  text: TextQuery,
): Promise<{ found: PagePosition[]; isEnough: boolean }> {
  const { mostLookedAt } = database.dialect;
  const found: PagePosition[] = [];
  let from: PagePosition | undefined;
  let [looked, more] = [0, SAMPLE];
  while (more > 0) {
    const limit = listing.limit - found.length;
    const seen = await lookAt(database, { ...beyond(listing, from), limit }, text, more);
    found.push(...seen.found);
    if (!seen.last) return { found, isEnough: true };
    from = seen.last;
    looked += more;
    const needed = Math.ceil((MARGIN * listing.limit * looked) / found.length);
    const isTold = found.length >= TELLING;
    if (isTold && needed > 2 * mostLookedAt) break;
    // A few hits tell little: never more than twice as many again at once.
    more = isTold ? within(SAMPLE, needed - looked, 2 * looked) : Math.min(2 * looked, mostLookedAt - looked);
  }
  return { found, isEnough: false };
}

const within = (least: number, value: number, most: number): number => Math.min(Math.max(value, least), most);

/** The same listing, from a row on. */
function beyond(listing: Listing, from: PagePosition | undefined): Listing {
  return { ...listing, conditions: [...listing.conditions, ...pageCondition(listing, listing.column, from)] };
}

/** `last`: the last that was looked at; none where that was enough, or all. */
async function lookAt(
  { db, dialect }: Database,
  listing: Listing,
  text: TextQuery,
  many: number,
): Promise<{ found: PagePosition[]; last: PagePosition | undefined }> {
  const order = sql.raw(`order by value ${listing.order}, id ${listing.order}`);
  const holds = dialect.holds(text, sql.ref("first_ones.id"));
  const { rows } = await sql<PagePosition & { holds: number; place: number }>`
    select value, id, holds, place from (
      select value, id, case when ${holds} then 1 else 0 end as holds, row_number() over (${order}) as place
      from (${selectKeys({ ...listing, limit: many })}) as first_ones) as looked_at
    where holds = 1 or place = ${many} ${order}`.execute(db);
  const found = rows.filter((row) => row.holds === 1).slice(0, listing.limit);
  const last = rows.at(-1);
  const isOver = found.length >= listing.limit || last?.place !== many;
  return { found, last: isOver ? undefined : last };
}

function overStatements({ sort }: StatementQuery): { from: Condition; column: SortColumn } {
  const values = { date: "statements.day", confidence: "statements.confidence", arrival: "statements.id" };
  return { from: sql`statements`, column: { value: sql.ref(values[sort]), id: sql.ref("statements.id") } };
}

/** From the targets, which know most of what is asked of their statements. */
function overTargets({ sort, kind, job }: StatementQuery): { from: Condition; column: SortColumn } {
  const values = {
    date: "targets.day",
    confidence: "targets.statement_confidence",
    arrival: "targets.statement_id",
  };
  const alone = kind === undefined && job === undefined;
  return {
    from: alone ? sql`targets` : sql`targets join statements on statements.id = targets.statement_id`,
    column: { value: sql.ref(values[sort]), id: sql.ref("targets.statement_id") },
  };
}

function nameConditions(query: StatementQuery, { speaker, target }: Names): Condition[] {
  const stance = query.stance === undefined ? [] : [sql`stance = ${STANCES.indexOf(query.stance)}`];
  if (!target) {
    const any = stance.map(
      (is) => sql`exists (select 1 from targets where statement_id = statements.id and ${is})`,
    );
    return [...(speaker ? [isOneOf("statements.speaker_id", speaker)] : []), ...any];
  }
  return [
    isOneOf("targets.target_id", target),
    ...(speaker ? [isOneOf("targets.speaker_id", speaker)] : []),
    ...stance.map((is) => sql`targets.${is}`),
  ];
}

const isOneOf = (column: string, names: MatchedNames): Condition =>
  names.ids.length === 1
    ? sql`${sql.ref(column)} = ${names.ids[0]}`
    : sql`${sql.ref(column)} in (${sql.join([...names.ids])})`;

function plainConditions(query: StatementQuery, from: "statements" | "targets"): Condition[] {
  const day = sql.ref(`${from}.day`);
  const confidence = sql.ref(from === "targets" ? "targets.statement_confidence" : "statements.confidence");
  return [
    query.from !== undefined && sql`${day} >= ${firstDay(query.from)}`,
    query.to !== undefined && sql`${day} between 1 and ${lastDay(query.to)}`,
    query.kind !== undefined && sql`statements.kind = ${STATEMENT_KINDS.indexOf(query.kind)}`,
    query.minConfidence !== undefined && sql`${confidence} >= ${query.minConfidence}`,
    query.job !== undefined && sql`statements.job_id = ${query.job}`,
  ].filter((condition) => condition !== false);
}

/** A document's statements lie together by their keys. */
async function documentCondition(
  { db }: Database,
  document: string | undefined,
  { id }: SortColumn,
): Promise<Condition[]> {
  if (document === undefined) return [];
  const found = await db
    .selectFrom("documents")
    .select("id")
    .where("document_key", "=", document)
    .executeTakeFirst();
  if (!found) return [sql`false`];
  const { first, last } = keyRange(found.id);
  return [sql`${id} between ${first} and ${last}`];
}

function pageCondition(
  { order }: { readonly order: "asc" | "desc" },
  { value, id }: SortColumn,
  position: PagePosition | undefined,
): Condition[] {
  if (!position) return [];
  const beyond = sql.raw(order === "desc" ? "<" : ">");
  return [sql`(${value}, ${id}) ${beyond} (${position.value}, ${position.id})`];
}
