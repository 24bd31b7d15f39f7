import { type Kysely, sql } from "kysely";
import type { AliasSuggestion } from "../schemas/index.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

/** Names are compared that are used most; a name that fits more others than this is left to the reader's own search. */
const MOST_USED = 1000;
const MOST_ALTERNATIVES = 5;
/** A fuller name has so many words more at most; longer ones are phrases that hold the name. */
const MOST_MORE_WORDS = 2;

interface ShortName {
  id: number;
  name: string;
  folded: string;
  used: number;
}

/**
 * Names that may be the same: one spelling but for case and accents; or the words of one all in the other, at its end
 * ("Bagheri", "Ali Bagheri") or at its beginning ("Bagheri Kani"). Nothing is joined by this.
 */
export async function suggestAliases(db: Kysely<Tables>, limit: number): Promise<AliasSuggestion[]> {
  await foldTallies(db);
  const suggestions: AliasSuggestion[] = [];
  for (const short of await mostUsed(db)) {
    const fuller = await fullerNames(db, short);
    if (fuller.length > MOST_ALTERNATIVES + 1) continue;
    const alternatives = fuller.length - 1;
    suggestions.push(
      ...fuller.map((canonical) => ({ name: short.name, canonical, statements: short.used, alternatives })),
    );
    if (suggestions.length >= limit) break;
  }
  return suggestions.slice(0, limit);
}

/** The names that are used most and stand for themselves. */
async function mostUsed(db: Kysely<Tables>): Promise<ShortName[]> {
  const rows = await sql<ShortName>`
    select names.id as id, names.name as name, names.folded as folded, sum(used.statements) as used from (
      select * from (select speaker_id as id, statements from speaker_tallies where statements > 0
        order by statements desc limit ${MOST_USED}) as speakers
      union all
      select * from (select target_id as id, statements from target_tallies where statements > 0
        order by statements desc limit ${MOST_USED}) as targets) as used
    join names on names.id = used.id where names.canonical_id is null
    group by names.id, names.name, names.folded order by used desc, names.id`.execute(db);
  return rows.rows;
}

async function fullerNames(db: Kysely<Tables>, { id, folded }: ShortName): Promise<string[]> {
  const first = folded.split(" ")[0]!;
  const most = folded.split(" ").length + MOST_MORE_WORDS;
  const rows = await sql<{ name: string }>`
    select distinct names.name as name from name_words join names on names.id = name_words.name_id
    where name_words.word = ${first} and names.id <> ${id} and names.canonical_id is null
      and (names.folded like ${`% ${folded}`} or names.folded like ${`${folded} %`}
        or (names.folded = ${folded} and names.id < ${id}))
      and not exists (select 1 from name_words as further where further.name_id = names.id and further.position >= ${most})
      and not exists (select 1 from alias_decisions where (name_id = ${id} and other_id = names.id)
        or (name_id = names.id and other_id = ${id}))
    order by names.name limit ${MOST_ALTERNATIVES + 2}`.execute(db);
  return rows.rows.map(({ name }) => name);
}
