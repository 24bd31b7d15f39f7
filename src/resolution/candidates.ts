import { pieceOf, type WindowView } from "../graph/index.js";

/** A word at which a canonical name may begin, with what the encoder says of it. */
export interface NameCandidate {
  readonly word: number;
  readonly view: WindowView;
  readonly piece: number;
  readonly logit: number;
}

/**
 * The likeliest name beginnings of each window, each word taken from the window in which it lies most central.
 * `owner[w]` is the index of that window.
 */
export function nameCandidates(
  views: readonly WindowView[],
  owner: Int32Array,
  perWindow: number,
): NameCandidate[][] {
  return views.map((view, index) => {
    const found: NameCandidate[] = [];
    for (let word = view.window.begin; word < view.window.end; word++) {
      if (owner[word] !== index) continue;
      const piece = pieceOf(view, word);
      found.push({ word, view, piece, logit: view.outputs.nameLogit[piece] ?? 0 });
    }
    return found.sort((a, b) => b.logit - a.logit || a.word - b.word).slice(0, perWindow);
  });
}
