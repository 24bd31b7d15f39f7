import { type Words, wordText } from "../text/index.js";

const UNSEEN = -1;
/** Where the text has no such word. */
export const NO_WORD = -2;

/** A function from a word to a number that is the same for words that differ in upper and lower case only. */
export function wordIds(words: Words): (word: number) => number {
  const ids = new Int32Array(words.starts.length).fill(UNSEEN);
  const known = new Map<string, number>();
  return (word) => {
    const seen = ids[word];
    if (seen === undefined) return NO_WORD;
    if (seen !== UNSEEN) return seen;
    const lower = wordText(words, word).toLowerCase();
    const id = known.get(lower) ?? known.size;
    known.set(lower, id);
    ids[word] = id;
    return id;
  };
}
