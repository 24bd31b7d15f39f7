import type { WordRange } from "../graph/index.js";
import { FEATURE, type Words, wordCase, wordText } from "../text/index.js";

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The last of a mention's words that tells who is meant: no comma, and no "s" of a possessive ("Fidan’s"). */
export function lastTellingWord(words: Words, { first, end }: WordRange): number {
  let last = end - 1;
  while (last > first && !tells(words, last)) last--;
  return tells(words, last) ? last : end - 1;
}

function tells(words: Words, word: number): boolean {
  if (!LETTER_OR_DIGIT.test(wordText(words, word))) return false;
  const isLetter = words.ends[word]! - words.starts[word]! === 1;
  const isAttached = (words.features[word]! & FEATURE.spaceBefore) === 0;
  return !(isLetter && isAttached && wordCase(words, word) === FEATURE.lower);
}
