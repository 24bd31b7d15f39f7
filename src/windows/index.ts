/** Words to windows of pieces that the encoder reads one at a time. */
export { type EncodeWord, encodeWords, type PieceDocument } from "./pieces.js";
export { centralWindows, cutWindows, pieceCount, type Window } from "./windows.js";
