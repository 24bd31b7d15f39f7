import type { WordRange } from "../graph/index.js";
import { FEATURE, type GiveWay, type Words, wordCase, wordNumbers } from "../text/index.js";

/** A longer mention is a description. */
const MOST_WORDS = 4;
/** Initials and particles ("Al-Harithi") tell nothing. */
const SHORTEST_NAME = 3;
const WORDS_AT_A_TIME = 1000;

/**
 * A function from a mention to the ids of its telling words where it is nothing but a name ("Fidan"): words with capitals
 * that the text never has without. Undefined for all other mentions, and where a text has no small letters.
 */
export async function bareNames(
  words: Words,
  wordId: (word: number) => number,
  giveWay: GiveWay,
): Promise<(mention: WordRange) => ReadonlySet<number> | undefined> {
  const small = await idsOfSmall(words, wordId, giveWay);
  return ({ first, end }) => {
    if (end - first > 2 * MOST_WORDS) return undefined;
    const own = wordNumbers(first, end).filter((word) => wordCase(words, word) > 0);
    if (own.length === 0 || own.length > MOST_WORDS) return undefined;
    if (own.some((word) => wordCase(words, word) < FEATURE.title)) return undefined;
    const telling = own.filter((word) => words.ends[word]! - words.starts[word]! >= SHORTEST_NAME);
    const ids = new Set(telling.map(wordId));
    return ids.size > 0 && small.size > 0 && !meet(ids, small) ? ids : undefined;
  };
}

/** Ids of all words that the text somewhere has in small letters. */
async function idsOfSmall(
  words: Words,
  wordId: (word: number) => number,
  giveWay: GiveWay,
): Promise<Set<number>> {
  const small = new Set<number>();
  for (let word = 0; word < words.starts.length; word++) {
    if (word % WORDS_AT_A_TIME === 0) await giveWay();
    if (wordCase(words, word) === FEATURE.lower) small.add(wordId(word));
  }
  return small;
}

function meet(some: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  return [...some].some((id) => others.has(id));
}
