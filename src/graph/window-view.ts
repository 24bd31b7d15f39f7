import type { WindowOutputs } from "../encoder/index.js";
import type { PieceDocument, Window } from "../windows/index.js";

/** A window with its outputs: what was read, and where each word's first piece lies in it. */
export interface WindowView {
  readonly document: PieceDocument;
  readonly window: Window;
  /** Number of the window in its document. */
  readonly index: number;
  readonly outputs: WindowOutputs;
}

/** The row of a word's first piece in its window's outputs; row 0 is the start token. */
export function pieceOf({ document: { firstPiece }, window }: WindowView, word: number): number {
  return (firstPiece[word] ?? 0) - (firstPiece[window.begin] ?? 0) + 1;
}

/** Pieces of the window, start and end tokens included. */
export function pieceLength({ outputs }: WindowView): number {
  return outputs.nameLogit.length;
}
