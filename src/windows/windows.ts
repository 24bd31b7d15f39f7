import { wordNumbers } from "../text/index.js";
import type { PieceDocument } from "./pieces.js";

/** Words `[begin, end)` that the encoder reads together. */
export interface Window {
  readonly begin: number;
  readonly end: number;
}

/** Pieces of the words `[begin, end)`. */
export function pieceCount({ firstPiece }: PieceDocument, begin: number, end: number): number {
  return (firstPiece[end] ?? 0) - (firstPiece[begin] ?? 0);
}

interface Sizes {
  readonly size: number;
  readonly overlap: number;
}

/**
 * Cuts a document into windows of at most `size` pieces: whole sentences, about `overlap` pieces in common with the
 * window before. A sentence longer than a window is cut between words, with as much in common. Every word stands in at
 * least one window.
 */
export function cutWindows(document: PieceDocument, size: number, overlap: number): Window[] {
  return cutAt(document, sentenceBounds(document), { size, overlap });
}

/** Windows that begin and end at the bounds (words, ascending); what is too long between two of them is cut at its words. */
function cutAt(document: PieceDocument, bounds: readonly number[], sizes: Sizes): Window[] {
  const last = bounds.length - 1;
  const windows: Window[] = [];
  let first = 0;
  while (first < last) {
    const next = lastThatFits(document, bounds, first, sizes);
    const [begin, end] = [bounds[first] ?? 0, bounds[next] ?? 0];
    const tooLong = end - begin > 1 && pieceCount(document, begin, end) > sizes.size;
    if (tooLong) windows.push(...cutAt(document, wordNumbers(begin, end + 1), sizes));
    else windows.push({ begin, end });
    if (next === last) break;
    first = stepBack(document, bounds, first, next, sizes);
  }
  return windows;
}

function sentenceBounds({ words }: PieceDocument): number[] {
  return words.starts.length === 0 ? [] : [...words.sentenceStarts, words.starts.length];
}

/** The bound up to which a window can go, at least the next one. */
function lastThatFits(
  document: PieceDocument,
  bounds: readonly number[],
  first: number,
  { size }: Sizes,
): number {
  let next = first + 1;
  while (next < bounds.length - 1 && pieceCount(document, bounds[first] ?? 0, bounds[next + 1] ?? 0) <= size)
    next++;
  return next;
}

/**
 * Where the next window begins: some bounds before `next`, as far as the overlap allows and the next bound after it still
 * fits, but after `first`.
 */
function stepBack(
  document: PieceDocument,
  bounds: readonly number[],
  first: number,
  next: number,
  { size, overlap }: Sizes,
): number {
  const pieces = (from: number, to: number) => pieceCount(document, bounds[from] ?? 0, bounds[to] ?? 0);
  let back = next;
  while (back - 1 > first && pieces(back - 1, next) <= overlap && pieces(back - 1, next + 1) <= size) back--;
  return back;
}

/**
 * For every word, the index of the window in which it lies most central: there its context is best on both sides.
 * Windows are in text order.
 */
export function centralWindows(document: PieceDocument, windows: readonly Window[]): Int32Array {
  const owner = new Int32Array(document.words.starts.length).fill(-1);
  const best = new Int32Array(owner.length).fill(-1);
  windows.forEach(({ begin, end }, index) => {
    for (let word = begin; word < end; word++) {
      const margin = Math.min(word - begin, end - 1 - word);
      if (margin <= (best[word] ?? 0)) continue;
      best[word] = margin;
      owner[word] = index;
    }
  });
  return owner;
}
