import { type Kysely, sql } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import type { NameMatch } from "../schemas/index.js";
import { fold, foldedWords } from "./fold.js";
import type { Tables } from "./tables.js";
import { foldTallies } from "./tallies.js";

/** In what part a name is looked for. */
export type NameRole = "speaker" | "target";

/** The names that were meant. */
export interface MatchedNames {
  readonly ids: readonly number[];
  readonly match: NameMatch;
}

interface Candidate {
  id: number;
  name: string;
  folded: string;
  statements: number;
}

const MOST_CANDIDATES = 20;

/**
 * Finds the names that somebody means by `asked`: those that are spelt so, but for case and accents; else the one
 * name that ends with these words; else the one name that holds them all.
 * @throws ambiguous-name when several names fit equally, naming them
 */
export async function matchName(db: Kysely<Tables>, asked: string, role: NameRole): Promise<MatchedNames> {
  await foldTallies(db);
  const [same, holding] = [await spelledSo(db, asked), await holdingWords(db, asked, role)];
  if (same.length > 0) {
    const others = holding.filter((candidate) => !same.some(({ id }) => id === candidate.id));
    return found(asked, same, others);
  }
  const surname = ` ${fold(asked)}`;
  const ending = holding.filter((candidate) => candidate.folded.endsWith(surname));
  const fitting = ending.length > 0 ? ending : holding;
  const named = distinct(fitting);
  if (named.length > 1) throw ambiguous(asked, role, named);
  return found(
    asked,
    named,
    holding.filter((candidate) => candidate.id !== named[0]?.id),
  );
}

function found(asked: string, matched: readonly Candidate[], similar: readonly Candidate[]): MatchedNames {
  const named = distinct(matched);
  return {
    ids: named.map(({ id }) => id),
    match: {
      asked,
      matched: named.map(({ name }) => name),
      similar: distinct(similar).map(({ name }) => name),
    },
  };
}

function ambiguous(asked: string, role: NameRole, candidates: readonly Candidate[]): StatementStanceError {
  const list = candidates.map(({ name, statements }) => `${name} (${statements})`).join(", ");
  return new StatementStanceError(
    "ambiguous-name",
    `${role}: '${asked}' could be ${list}: write the name in full, or confirm an alias`,
    {
      errors: candidates.map(({ name }) => ({ path: role, code: "candidate", message: name })),
    },
  );
}

/** One candidate a canonical name. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
}

/** Canonical names of all names with the same folded spelling. */
async function spelledSo(db: Kysely<Tables>, asked: string): Promise<Candidate[]> {
  const rows = await sql<Candidate>`
    select canonical.id as id, canonical.name as name, names.folded as folded, 0 as statements
    from names join names as canonical on canonical.id = coalesce(names.canonical_id, names.id)
    where names.folded = ${fold(asked)}`.execute(db);
  return rows.rows;
}

/** Canonical names, of which one spelling holds all the words; those with most statements first. */
async function holdingWords(db: Kysely<Tables>, asked: string, role: NameRole): Promise<Candidate[]> {
  const [rarest, ...others] = await rarestFirst(db, [...new Set(foldedWords(asked))]);
  if (rarest === undefined) return [];
  const also = others.map(
    (word) =>
      sql`and exists (select 1 from name_words as other where other.word = ${word} and other.name_id = name_words.name_id)`,
  );
  const [tallies, key] = [sql.table(`${role}_tallies`), sql.ref(`tallied.${role}_id`)];
  const rows = await sql<Candidate>`
    select canonical.id as id, canonical.name as name, names.folded as folded, tallied.statements as statements
    from (select distinct name_id from name_words where word = ${rarest} ${sql.join(also, sql` `)}) as holding
    join names on names.id = holding.name_id
    join names as canonical on canonical.id = coalesce(names.canonical_id, names.id)
    join ${tallies} as tallied on ${key} = canonical.id
    where tallied.statements > 0 order by tallied.statements desc, canonical.id limit ${MOST_CANDIDATES}`.execute(
    db,
  );
  return rows.rows;
}

/** Words by the number of names that have them; none where a word is in no name. */
async function rarestFirst(db: Kysely<Tables>, words: readonly string[]): Promise<string[]> {
  if (words.length < 2) return [...words];
  const counted = await sql<{ word: string }>`
    select word from name_words where word in (${sql.join([...words])}) group by word order by count(*)`.execute(
    db,
  );
  return counted.rows.length === words.length ? counted.rows.map(({ word }) => word) : [];
}
