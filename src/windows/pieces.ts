import type { Words } from "../text/index.js";

/** A longer word (there is none in a language; base64 has some) is read by its first pieces only, so that it fits a window. */
const MOST_PIECES_A_WORD = 64;

/** Gives the ids of a word's pieces, at least one. */
export type EncodeWord = (word: string) => readonly number[];

/** A document as the encoder reads it: words, and their pieces in one row. */
export interface PieceDocument {
  readonly words: Words;
  /** Piece ids of all words. */
  readonly ids: Int32Array;
  /** `firstPiece[w]` is the piece at which word w begins; one more entry closes the last word. */
  readonly firstPiece: Int32Array;
}

/** Encodes every word of a document by itself, so that a piece belongs to exactly one word. */
export function encodeWords(
  words: Words,
  encode: EncodeWord,
  prefix: string,
  spaceBefore: number,
): PieceDocument {
  const count = words.starts.length;
  const firstPiece = new Int32Array(count + 1);
  const ids: number[] = [];
  for (let w = 0; w < count; w++) {
    const word = words.text.slice(words.starts[w], words.ends[w]);
    firstPiece[w] = ids.length;
    const marked = prefix && (words.features[w] ?? 0) & spaceBefore ? prefix + word : word;
    for (const id of encode(marked).slice(0, MOST_PIECES_A_WORD)) ids.push(id);
  }
  firstPiece[count] = ids.length;
  return { words, ids: Int32Array.from(ids), firstPiece };
}
