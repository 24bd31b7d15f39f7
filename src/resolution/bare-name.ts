import type { WordRange } from "../graph/index.js";
import { FEATURE, type Words, wordCase, wordNumbers } from "../text/index.js";

/** A longer mention is a description. */
const MOST_WORDS = 4;
/** Initials tell nothing. */
const SHORTEST_NAME = 2;

/**
 * A function from a mention to the ids of its words where it is nothing but a name ("Fidan"): words with capitals that
 * the text never has without. Undefined for all other mentions, and where a text has no small letters.
 */
export function bareNames(
  words: Words,
  wordId: (word: number) => number,
): (mention: WordRange) => ReadonlySet<number> | undefined {
  let small: ReadonlySet<number> | undefined;
  return ({ first, end }) => {
    if (end - first > 2 * MOST_WORDS) return undefined;
    const own = wordNumbers(first, end).filter((word) => wordCase(words, word) > 0);
    if (own.length === 0 || own.length > MOST_WORDS) return undefined;
    if (own.some((word) => wordCase(words, word) < FEATURE.title)) return undefined;
    if (own.every((word) => words.ends[word]! - words.starts[word]! < SHORTEST_NAME)) return undefined;
    small ??= idsOfSmall(words, wordId);
    const ids = new Set(own.map(wordId));
    return small.size > 0 && !meet(ids, small) ? ids : undefined;
  };
}

/** Ids of all words that the text somewhere has in small letters. */
function idsOfSmall(words: Words, wordId: (word: number) => number): Set<number> {
  const small = wordNumbers(0, words.starts.length).filter((word) => wordCase(words, word) === FEATURE.lower);
  return new Set(small.map(wordId));
}

function meet(some: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  return [...some].some((id) => others.has(id));
}
