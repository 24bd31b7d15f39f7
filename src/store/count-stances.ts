import { type Kysely, type RawBuilder, sql } from "kysely";
import type { MatrixQuery, StanceCounts, StanceMatrix, StanceQuery, StanceSeries } from "../schemas/index.js";
import { firstDay, lastDay, monthOf } from "./days.js";
import { type MatchedNames, matchName, type NameRole } from "./match-name.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

/** Counts of one month are small: PostgreSQL adds those up faster. */
const SUMS = sql`sum(cast(favor as integer)) as favor, sum(cast(against as integer)) as against,
  sum(cast(neutral as integer)) as neutral`;
const NO_STANCE: StanceCounts = { favor: 0, against: 0, neutral: 0 };

/** How stances moved: of a speaker, towards a target, or both, by month or year. */
export async function countStances(db: Kysely<Tables>, query: StanceQuery): Promise<StanceSeries> {
  await foldTallies(db);
  const speaker = query.speaker === undefined ? undefined : await matchName(db, query.speaker, "speaker");
  const target = query.target === undefined ? undefined : await matchName(db, query.target, "target");
  const conditions = [
    ...isOneOf("speaker_id", speaker),
    ...isOneOf("target_id", target),
    sql`target_id <> 0`,
    ...(query.from === undefined ? [] : [sql`month >= ${monthOf(firstDay(query.from))}`]),
    ...(query.to === undefined ? [] : [sql`month between 1 and ${monthOf(lastDay(query.to))}`]),
  ];
  const period = query.by === "year" ? sql`month / 100` : sql`month`;
  const rows = await sql<StanceCounts & { period: number }>`
    select ${period} as period, ${SUMS} from tallies where ${sql.join(conditions, sql` and `)}
    group by ${period} having sum(statements) > 0 order by ${period}`.execute(db);
  return {
    periods: rows.rows.map(({ period, ...counts }) => ({ period: periodName(period), ...counts })),
    names: { ...(speaker && { speaker: speaker.match }), ...(target && { target: target.match }) },
  };
}

/** 202405 as 2024-05, 202400 and 2024 as 2024. */
function periodName(period: number): string | null {
  if (period === 0) return null;
  const [year, month] = period > 9999 ? [Math.floor(period / 100), period % 100] : [period, 0];
  const name = String(year).padStart(4, "0");
  return month === 0 ? name : `${name}-${String(month).padStart(2, "0")}`;
}

function isOneOf(column: string, matched: MatchedNames | undefined): RawBuilder<unknown>[] {
  if (!matched) return [];
  return [sql`${sql.ref(column)} in (${sql.join(matched.ids.length > 0 ? [...matched.ids] : [-1])})`];
}

interface Axis {
  readonly names: string[];
  readonly ids: number[];
}

/** Speakers by targets: those that are named, or the most frequent. */
export async function countMatrix(db: Kysely<Tables>, query: MatrixQuery): Promise<StanceMatrix> {
  await foldTallies(db);
  const speakers = await axis(db, "speaker", query.speaker, query.size);
  const targets = await axis(db, "target", query.target, query.size);
  const cells = speakers.names.map(() => targets.names.map(() => NO_STANCE));
  for (const { speaker_id, target_id, ...counts } of await pairs(db, speakers.ids, targets.ids)) {
    cells[speakers.ids.indexOf(speaker_id)]![targets.ids.indexOf(target_id)] = counts;
  }
  return { speakers: speakers.names, targets: targets.names, cells };
}

async function axis(
  db: Kysely<Tables>,
  role: NameRole,
  asked: string[] | undefined,
  size: number,
): Promise<Axis> {
  if (!asked) return mostFrequent(db, role, size);
  const matched = await Promise.all(asked.map((name) => matchName(db, name, role)));
  return { names: matched.flatMap(({ match }) => match.matched), ids: matched.flatMap(({ ids }) => ids) };
}

async function mostFrequent(db: Kysely<Tables>, role: NameRole, size: number): Promise<Axis> {
  const key = sql.ref(`tallied.${role}_id`);
  const rows = await sql<{ id: number; name: string }>`
    select names.id as id, names.name as name from ${sql.table(`${role}_tallies`)} as tallied
    join names on names.id = ${key} where tallied.statements > 0
    order by tallied.statements desc, ${key} desc limit ${size}`.execute(db);
  return { names: rows.rows.map(({ name }) => name), ids: rows.rows.map(({ id }) => id) };
}

async function pairs(
  db: Kysely<Tables>,
  speakers: readonly number[],
  targets: readonly number[],
): Promise<(StanceCounts & { speaker_id: number; target_id: number })[]> {
  if (speakers.length === 0 || targets.length === 0) return [];
  const rows = await sql<StanceCounts & { speaker_id: number; target_id: number }>`
    select speaker_id, target_id, ${SUMS} from tallies
    where speaker_id in (${sql.join([...speakers])}) and target_id in (${sql.join([...targets])})
    group by speaker_id, target_id`.execute(db);
  return rows.rows;
}
