import { type RawBuilder, sql } from "kysely";
import { STANCES, STATEMENT_KINDS, type StatementPage, type StatementQuery } from "../schemas/index.js";
import { type PagePosition, readCursor, writeCursor } from "./cursor.js";
import { firstDay, lastDay } from "./days.js";
import type { Database } from "./dialect.js";
import { type MatchedNames, matchName } from "./match-name.js";
import { readStatements } from "./read-statements.js";
import { parseTextQuery } from "./text-query.js";

type Condition = RawBuilder<unknown>;
interface Names {
  readonly speaker?: MatchedNames;
  readonly target?: MatchedNames;
}

/** Up to this many statements with the words asked for are found by their words, more by the other conditions. */
const RARE = 5000;

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

async function findKeys(
  database: Database,
  query: StatementQuery,
  names: Names,
  position: PagePosition | undefined,
): Promise<PagePosition[]> {
  const { from, column } = names.target ? overTargets(query) : overStatements(query);
  const conditions = [
    ...nameConditions(query, names),
    ...plainConditions(query, names.target ? "targets" : "statements"),
    ...(await textConditions(database, query)),
    ...pageCondition(query, column, position),
  ];
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  const direction = sql.raw(query.order);
  const rows = await sql<PagePosition>`
    select ${column.value} as value, ${column.id} as id from ${from} ${where}
    order by ${column.value} ${direction}, ${column.id} ${direction} limit ${query.limit + 1}`.execute(
    database.db,
  );
  return rows.rows;
}

interface SortColumn {
  readonly value: Condition;
  readonly id: Condition;
}

function overStatements({ sort }: StatementQuery): { from: Condition; column: SortColumn } {
  const values = { date: "statements.day", confidence: "statements.confidence", arrival: "statements.id" };
  return { from: sql`statements`, column: { value: sql.ref(values[sort]), id: sql.ref("statements.id") } };
}

/** From the targets, whose index is in the order of days. */
function overTargets({ sort }: StatementQuery): { from: Condition; column: SortColumn } {
  const values = {
    date: "targets.day",
    confidence: "statements.confidence",
    arrival: "targets.statement_id",
  };
  return {
    from: sql`targets join statements on statements.id = targets.statement_id`,
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
  const same = sql.join(
    [isOneOf("earlier.target_id", target), ...stance.map((is) => sql`earlier.${is}`)],
    sql` and `,
  );
  return [
    isOneOf("targets.target_id", target),
    ...(speaker ? [isOneOf("targets.speaker_id", speaker)] : []),
    ...stance.map((is) => sql`targets.${is}`),
    // A statement may name a target twice under names that were joined: it is listed once.
    sql`not exists (select 1 from targets as earlier where earlier.statement_id = targets.statement_id
      and earlier.rank < targets.rank and ${same})`,
  ];
}

const isOneOf = (column: string, names: MatchedNames): Condition =>
  names.ids.length === 1
    ? sql`${sql.ref(column)} = ${names.ids[0]}`
    : sql`${sql.ref(column)} in (${sql.join([...names.ids])})`;

function plainConditions(query: StatementQuery, dated: "statements" | "targets"): Condition[] {
  const day = sql.ref(`${dated}.day`);
  return [
    query.from !== undefined && sql`${day} >= ${firstDay(query.from)}`,
    query.to !== undefined && sql`${day} between 1 and ${lastDay(query.to)}`,
    query.kind !== undefined && sql`statements.kind = ${STATEMENT_KINDS.indexOf(query.kind)}`,
    query.minConfidence !== undefined && sql`statements.confidence >= ${query.minConfidence}`,
    query.job !== undefined && sql`statements.job_id = ${query.job}`,
    query.document !== undefined &&
      sql`statements.document_id = (select id from documents where document_key = ${query.document})
        and statements.id between (select id * 1048576 from documents where document_key = ${query.document})
        and (select id * 1048576 + 1048575 from documents where document_key = ${query.document})`,
  ].filter((condition) => condition !== false);
}

async function textConditions({ db, dialect }: Database, query: StatementQuery): Promise<Condition[]> {
  if (query.text === undefined) return [];
  const text = parseTextQuery(query.text);
  const rare = await dialect.isRare(db, text, RARE);
  // An expression instead of the column keeps the database from walking the matches one by one.
  const key = rare ? sql`statements.id` : sql`statements.id + 0`;
  return [sql`${key} in (${dialect.matching(text)})`];
}

function pageCondition(
  { order }: StatementQuery,
  { value, id }: SortColumn,
  position: PagePosition | undefined,
): Condition[] {
  if (!position) return [];
  const beyond = sql.raw(order === "desc" ? "<" : ">");
  return [sql`(${value}, ${id}) ${beyond} (${position.value}, ${position.id})`];
}
