import { pieceOf, type WindowView } from "./window-view.js";

/** The word after the last of the name that begins at a word; at most up to `stop`. */
export function nameExtent(view: WindowView, first: number, stop: number): number {
  const { document, outputs, window } = view;
  const width = outputs.nameEnd.length / outputs.nameLogit.length;
  const row = pieceOf(view, first) * width;
  const start = document.firstPiece[first] ?? 0;
  let best = first + 1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let word = first; word < Math.min(stop, window.end); word++) {
    const lastPiece = (document.firstPiece[word + 1] ?? 0) - 1 - start;
    if (lastPiece >= width) break;
    const score = outputs.nameEnd[row + lastPiece] ?? 0;
    if (score <= highest) continue;
    highest = score;
    best = word + 1;
  }
  return best;
}
