import { type Kysely, type RawBuilder, sql } from "kysely";
import type { NameQuery, SpeakerPage, TargetCount, TargetPage } from "../schemas/index.js";
import { readCursor, writeCursor } from "./cursor.js";
import { foldedWords } from "./fold.js";
import { type MatchedNames, matchName } from "./match-name.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

const ORDER = "statements";
type CountedName = TargetCount & { id: number };

/** Who speaks, most quoted first. */
export async function countSpeakers(db: Kysely<Tables>, query: NameQuery): Promise<SpeakerPage> {
  const { target } = query;
  const matched = target === undefined ? undefined : await matchName(db, target, "target");
  const counted = matched
    ? sql`(select speaker_id as id, sum(statements) as statements, 0 as favor, 0 as against, 0 as neutral from tallies
        where target_id in (${idList(matched)}) and speaker_id <> 0 group by speaker_id) as counted`
    : sql`(select speaker_id as id, statements, 0 as favor, 0 as against, 0 as neutral from speaker_tallies) as counted`;
  const { rows, next } = await countedPage(db, query, counted);
  return {
    speakers: rows.map(({ name, statements }) => ({ name, statements })),
    next,
    names: matched ? { target: matched.match } : {},
  };
}

/** What is spoken of, most often first. */
export async function countTargets(db: Kysely<Tables>, query: NameQuery): Promise<TargetPage> {
  const { speaker } = query;
  const matched = speaker === undefined ? undefined : await matchName(db, speaker, "speaker");
  const counted = matched
    ? sql`(select target_id as id, sum(statements) as statements, sum(favor) as favor, sum(against) as against,
        sum(neutral) as neutral from tallies where speaker_id in (${idList(matched)}) and target_id <> 0
        group by target_id) as counted`
    : sql`(select target_id as id, statements, favor, against, neutral from target_tallies) as counted`;
  const { rows, next } = await countedPage(db, query, counted);
  return {
    targets: rows.map(({ id, ...row }) => row),
    next,
    names: matched ? { speaker: matched.match } : {},
  };
}

/** No id is 0 but that of nobody, so an empty match finds nothing. */
const idList = (matched: MatchedNames): RawBuilder<unknown> =>
  sql.join(matched.ids.length > 0 ? [...matched.ids] : [-1]);

async function countedPage(
  db: Kysely<Tables>,
  query: NameQuery,
  counted: RawBuilder<unknown>,
): Promise<{ rows: CountedName[]; next: string | null }> {
  const position = readCursor(ORDER, query.cursor);
  await foldTallies(db);
  const found = await sql<CountedName>`
    select page.id as id, names.name as name, statements, favor, against, neutral from (
      select * from ${counted} where counted.statements > 0
      ${position ? sql`and (counted.statements, counted.id) < (${position.value}, ${position.id})` : sql``}
      ${query.name === undefined ? sql`` : sql`and counted.id in (${canonicalWithWords(query.name)})`}
      order by counted.statements desc, counted.id desc limit ${query.limit + 1}) as page
    join names on names.id = page.id order by statements desc, page.id desc`.execute(db);
  const rows = found.rows.slice(0, query.limit);
  const last = rows.at(-1);
  const more = last !== undefined && found.rows.length > query.limit;
  return { rows, next: more ? writeCursor(ORDER, { value: last.statements, id: last.id }) : null };
}

/** Names with words that begin so, all of them, in any of their spellings. */
function canonicalWithWords(asked: string): RawBuilder<unknown> {
  const having = foldedWords(asked).map(
    (word) => sql`select name_id from name_words where word >= ${word} and word < ${`${word}\uffff`}`,
  );
  if (having.length === 0) return sql`select id from names where false`;
  const spellings = having.reduce((found, more) => sql`${found} and name_id in (${more})`);
  return sql`${spellings} union all
    select canonical_id from names where canonical_id is not null and id in (${spellings})`;
}
