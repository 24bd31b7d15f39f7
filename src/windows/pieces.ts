import { FEATURE, type GiveWay, type Words, wordText } from "../text/index.js";

/** A longer word is read by its beginning only: there is none in a language, and base64 would fill whole windows. */
const MOST_PIECES_A_WORD = 64;
const MOST_CHARACTERS_A_WORD = 1000;
const WORDS_AT_A_TIME = 100;

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

/**
 * Encodes every word of a document by itself, so that a piece belongs to exactly one word.
 * `prefix` is put before words that follow white space. Words of a text that is all in capitals are read in small
 * letters, which a tokenizer knows far better; that they are capitals is among the features.
 */
export async function encodeWords(
  words: Words,
  encode: EncodeWord,
  prefix: string,
  giveWay: GiveWay,
): Promise<PieceDocument> {
  const count = words.starts.length;
  const firstPiece = new Int32Array(count + 1);
  const ids: number[] = [];
  const read = isAllCapitals(words.text) ? (word: string) => encode(word.toLowerCase()) : encode;
  for (let w = 0; w < count; w++) {
    if (w % WORDS_AT_A_TIME === 0) await giveWay();
    firstPiece[w] = ids.length;
    const pieces = read(readWord(words, w, prefix));
    const most = Math.min(pieces.length, MOST_PIECES_A_WORD);
    for (let i = 0; i < most; i++) ids.push(pieces[i]!);
  }
  firstPiece[count] = ids.length;
  return { words, ids: Int32Array.from(ids), firstPiece };
}

function readWord(words: Words, w: number, prefix: string): string {
  const word = wordText(words, w).slice(0, MOST_CHARACTERS_A_WORD);
  return prefix && (words.features[w] ?? 0) & FEATURE.spaceBefore ? prefix + word : word;
}

function isAllCapitals(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}
