import { setImmediate as letOthersIn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { AliasSuggestion } from "../schemas/index.js";
import { reversed } from "./fold.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

/** Names are compared that are used most; a name that fits more others than this is left to the reader's own search. */
const MOST_USED = 400;
const MOST_ALTERNATIVES = 5;
/** Names that are compared with all others in one query. */
const STEP = 200;
/** A fuller name has so many words more at most; longer ones are phrases that hold the name. */
const MOST_MORE_WORDS = 2;

const OTHER = sql`names.id as other, names.name as name, names.folded as folded, names.canonical_id as canonical_id`;

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
  const used = await mostUsed(db);
  for (let start = 0; start < used.length && suggestions.length < limit; start += STEP) {
    const step = used.slice(start, start + STEP);
    const fuller = await fullerNames(db, step);
    await letOthersIn();
    for (const { id, name, used: statements } of step) {
      const names = fuller.get(id) ?? [];
      if (names.length > MOST_ALTERNATIVES + 1) continue;
      const alternatives = names.length - 1;
      suggestions.push(...names.map((canonical) => ({ name, canonical, statements, alternatives })));
    }
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

/** Fuller names of each, by its id; more than `MOST_ALTERNATIVES` where there are too many. SQLite joins as written. */
async function fullerNames(db: Kysely<Tables>, step: readonly ShortName[]): Promise<Map<number, string[]>> {
  const short = step.map(({ id, folded }) => {
    const most = folded.split(" ").length + MOST_MORE_WORDS;
    return sql`(cast(${id} as bigint), cast(${folded} as text), cast(${reversed(folded)} as text), cast(${most} as bigint))`;
  });
  // The sign after a space is '!': between the two lie all texts that go on with a space.
  const rows = await sql<{ id: number; name: string }>`
    with short (id, folded, reversed, most) as (values ${sql.join(short)}),
    alike as (
      select short.id as id, most, ${OTHER} from short cross join names
        where names.folded >= short.folded || ' ' and names.folded < short.folded || '!'
      union select short.id, most, ${OTHER} from short cross join names
        where names.reversed >= short.reversed || ' ' and names.reversed < short.reversed || '!'
      union select short.id, most, ${OTHER} from short cross join names
        where names.folded = short.folded and names.id < short.id),
    fitting as (
      select id, name from alike
      where canonical_id is null and length(folded) - length(replace(folded, ' ', '')) < most
        and not exists (select 1 from alias_decisions
          where (name_id = alike.id and other_id = alike.other) or (name_id = alike.other and other_id = alike.id))),
    numbered as (select id, name, row_number() over (partition by id order by name) as place from fitting)
    select id, name from numbered where place <= ${MOST_ALTERNATIVES + 2} order by id, place`.execute(db);
  const fuller = new Map<number, string[]>();
  for (const { id, name } of rows.rows) fuller.set(id, [...(fuller.get(id) ?? []), name]);
  return fuller;
}
