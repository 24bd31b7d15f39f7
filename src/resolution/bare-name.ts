import { FEATURE, type Words } from "../text/index.js";

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
): (mention: { first: number; end: number }) => ReadonlySet<number> | undefined {
  let common: Set<number> | undefined;
  const caseOf = (word: number) => (words.features[word] ?? 0) & FEATURE.caseMask;
  const allWords = () => Array.from(words.starts.keys());
  return ({ first, end }) => {
    if (end - first > 2 * MOST_WORDS) return undefined;
    const range = Array.from({ length: end - first }, (_, i) => first + i).filter((word) => caseOf(word) > 0);
    if (range.length === 0 || range.length > MOST_WORDS) return undefined;
    if (range.some((word) => caseOf(word) < FEATURE.title)) return undefined;
    common ??= new Set(
      allWords()
        .filter((word) => caseOf(word) === FEATURE.lower)
        .map(wordId),
    );
    if (common.size === 0) return undefined;
    const ids = range.map(wordId);
    const long = range.some((word) => words.ends[word]! - words.starts[word]! >= SHORTEST_NAME);
    return long && ids.every((id) => !common?.has(id)) ? new Set(ids) : undefined;
  };
}
