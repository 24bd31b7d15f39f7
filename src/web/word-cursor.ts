import type { TextSpan } from "./selection.js";

/** Moves a selection of whole words, and lengthens and shortens it, by keys. */
export interface WordCursor {
  /** Out: the span after a key; undefined for a key that moves nothing. */
  press(key: string, lengthen: boolean, now: TextSpan | undefined): TextSpan | undefined;
}

/** Left and right go by word, up and down by sentence, Home and End to the ends of the text. */
export function wordCursor(text: string, near: number): WordCursor {
  const words = piecesOf(text, "word");
  const sentences = piecesOf(text, "sentence").map(([start]) => wordFrom(words, start));
  // The selection goes from the word that was first chosen to the one that moves.
  let [fixed, moving] = [-1, -1];

  const follow = (span: TextSpan | undefined) => {
    const [start, end] = span ?? [near, near];
    if (fixed >= 0 && String(spanNow()) === String(span)) return;
    fixed = wordFrom(words, start);
    moving = span ? wordFrom(words, end - 1) : fixed;
  };
  const spanNow = (): TextSpan => {
    const [first, last] = [Math.min(fixed, moving), Math.max(fixed, moving)];
    return [words[first]![0], words[last]![1]];
  };
  const target = (key: string): number | undefined => {
    switch (key) {
      case "ArrowRight":
        return moving + 1;
      case "ArrowLeft":
        return moving - 1;
      case "ArrowDown":
        return sentences.find((word) => word > moving) ?? words.length - 1;
      case "ArrowUp":
        return sentences.findLast((word) => word < moving) ?? 0;
      case "Home":
        return 0;
      case "End":
        return words.length - 1;
      default:
        return undefined;
    }
  };
  return {
    press(key, lengthen, now) {
      const untouched = now === undefined && fixed < 0;
      follow(now);
      const wanted = target(key);
      if (wanted === undefined || words.length === 0) return undefined;
      // The first arrow shows where one is.
      if (!untouched || !key.startsWith("Arrow")) moving = Math.min(Math.max(wanted, 0), words.length - 1);
      if (!lengthen) fixed = moving;
      return spanNow();
    },
  };
}

function piecesOf(text: string, granularity: "word" | "sentence"): TextSpan[] {
  const found: TextSpan[] = [];
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity }).segment(text)) {
    if (segment.trim() !== "") found.push([index, index + segment.length]);
  }
  return found;
}

/** Index of the first word that ends after an offset; of the last word where none does. */
function wordFrom(words: readonly TextSpan[], offset: number): number {
  let [low, high] = [0, words.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]![1] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
