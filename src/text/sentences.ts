import type { Words } from "./words.js";

/** Index of the sentence in which a word stands. */
export function sentenceAt({ sentenceStarts }: Words, word: number): number {
  let low = 0;
  let high = sentenceStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentenceStarts[middle] ?? 0) <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
