import type { Passage } from "../schemas/index.js";

const BETWEEN = "…";

/** "1 statement", "2 statements". */
export const counted = (count: number): string => `${count} ${count === 1 ? "statement" : "statements"}`;

/** How an interrupted passage is written in one line. */
export const wordsOf = (passage: Passage | null): string => passage?.text ?? "";

/**
 * The place of words in a text, the one nearest to an offset; pieces of an interrupted passage are joined by " … ".
 * Out: undefined where the text does not have them.
 */
export function placeOf(text: string, words: string, near: number): Passage | undefined {
  const whole = nearest(text, words.trim(), near);
  if (whole !== undefined) return passageOf(text, [[whole, whole + words.trim().length]]);
  const pieces = words
    .split(BETWEEN)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const spans: [number, number][] = [];
  let from = 0;
  for (const piece of pieces) {
    const start = spans.length === 0 ? nearest(text, piece, near) : text.indexOf(piece, from);
    if (start === undefined || start < 0) return undefined;
    from = start + piece.length;
    spans.push([start, from]);
  }
  return spans.length > 0 ? passageOf(text, spans) : undefined;
}

function passageOf(text: string, spans: [number, number][]): Passage {
  return { text: spans.map(([start, end]) => text.slice(start, end)).join(` ${BETWEEN} `), spans };
}

function nearest(text: string, words: string, near: number): number | undefined {
  if (words === "") return undefined;
  const after = text.indexOf(words, near);
  const before = text.lastIndexOf(words, near);
  if (after < 0 && before < 0) return undefined;
  if (after < 0 || (before >= 0 && near - before <= after - near)) return before;
  return after;
}
