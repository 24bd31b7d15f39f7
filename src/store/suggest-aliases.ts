import { setImmediate as letOthersIn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { AliasSuggestion } from "../schemas/index.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

/** Names are compared that are used most; a name that fits more others than this is left to the reader's own search. */
const MOST_USED = 600;
const MOST_ALTERNATIVES = 5;
/** Names that are compared with all others in one query. */
const STEP = 200;
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
  const used = await mostUsed(db);
  const bearers = await bearersOf(
    db,
    used.flatMap(({ folded }) => folded.split(" ")),
  );
  for (let start = 0; start < used.length && suggestions.length < limit; start += STEP) {
    const step = used.slice(start, start + STEP);
    const fuller = await fullerNames(db, step, bearers);
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
async function fullerNames(
  db: Kysely<Tables>,
  step: readonly ShortName[],
  bearers: ReadonlyMap<string, number>,
): Promise<Map<number, string[]>> {
  const short = step.map(({ id, folded }) => {
    const words = folded.split(" ");
    const rarest = words.reduce((a, b) => ((bearers.get(b) ?? 0) < (bearers.get(a) ?? 0) ? b : a));
    return sql`(cast(${id} as bigint), cast(${rarest} as text), cast(${folded} as text), cast(${words.length + MOST_MORE_WORDS} as bigint))`;
  });
  const rows = await sql<{ id: number; name: string }>`
    with short (id, rarest, folded, most) as (values ${sql.join(short)}),
    fitting as (
      select distinct short.id as id, names.name as name
      from short cross join name_words cross join names
      where name_words.word = short.rarest and names.id = name_words.name_id and names.id <> short.id
        and names.canonical_id is null
        and (names.folded like '% ' || short.folded or names.folded like short.folded || ' %'
          or (names.folded = short.folded and names.id < short.id))
        and length(names.folded) - length(replace(names.folded, ' ', '')) < short.most
        and not exists (select 1 from alias_decisions
          where (alias_decisions.name_id = short.id and other_id = names.id)
            or (alias_decisions.name_id = names.id and other_id = short.id))),
    numbered as (select id, name, row_number() over (partition by id order by name) as place from fitting)
    select id, name from numbered where place <= ${MOST_ALTERNATIVES + 2} order by id, place`.execute(db);
  const fuller = new Map<number, string[]>();
  for (const { id, name } of rows.rows) fuller.set(id, [...(fuller.get(id) ?? []), name]);
  return fuller;
}

/** How many names bear a word. */
async function bearersOf(db: Kysely<Tables>, words: readonly string[]): Promise<Map<string, number>> {
  if (words.length === 0) return new Map();
  const rows = await sql<{ word: string; names: number }>`
    select word, count(*) as names from name_words where word in (${sql.join([...new Set(words)])})
    group by word`.execute(db);
  return new Map(rows.rows.map(({ word, names }) => [word, names]));
}
