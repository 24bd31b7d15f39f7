import { sql, type Transaction } from "kysely";
import type { Dialect } from "./dialect.js";
import { fold, foldedWords, reversed } from "./fold.js";
import type { Tables } from "./tables.js";

/** A name of a document, and the one that a person confirmed for it. */
export interface NameIds {
  readonly id: number;
  readonly canonical: number;
}

/**
 * Gives each name its id, making those that are new. The rows are held until the transaction ends, so that no alias
 * is confirmed between reading its canonical name and writing with it.
 * In: names. Out: their ids by name. Fails: as the database fails; nothing is half made.
 */
export async function internNames(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  names: Iterable<string>,
): Promise<Map<string, NameIds>> {
  const stored = new Map([...names].map((name) => [name, storedName(name)]));
  const wanted = [...new Set(stored.values())].sort();
  if (wanted.length === 0) return new Map();
  let known = await readNames(transaction, dialect, wanted);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length > 0) {
    await insertNames(transaction, missing);
    known = await readNames(transaction, dialect, wanted);
  }
  return new Map([...stored].map(([name, spelling]) => [name, known.get(spelling)!]));
}

/** As every database gives a name back: halves of characters, and NUL, become replacement characters. */
const storedName = (name: string): string => Buffer.from(name).toString().replaceAll("\0", "\ufffd");

async function readNames(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  names: readonly string[],
): Promise<Map<string, NameIds>> {
  const found = await sql<{ id: number; name: string; canonical_id: number | null }>`
    select id, name, canonical_id from names where name in (${sql.join(names)}) order by id ${dialect.forShare}`.execute(
    transaction,
  );
  return new Map(found.rows.map((row) => [row.name, { id: row.id, canonical: row.canonical_id ?? row.id }]));
}

async function insertNames(transaction: Transaction<Tables>, names: readonly string[]): Promise<void> {
  const made = await transaction
    .insertInto("names")
    .values(names.map((name) => ({ name, ...spellings(name), canonical_id: null })))
    .onConflict((conflict) => conflict.column("name").doNothing())
    .returning(["id", "name"])
    .execute();
  const words = made.flatMap(({ id, name }) =>
    wordsOf(name).map((word, position) => ({ word, name_id: id, position })),
  );
  if (words.length > 0) await transaction.insertInto("name_words").values(words).execute();
}

function spellings(name: string): { folded: string; reversed: string } {
  const folded = fold(name);
  return { folded, reversed: reversed(folded) };
}

/** A name's folded words, at most as many as fit the numbers of a query. */
function wordsOf(name: string): string[] {
  return foldedWords(name).slice(0, 100);
}
