import type { WindowNames, WordRange } from "../graph/index.js";
import { FEATURE, wordCase } from "../text/index.js";
import type { PieceDocument } from "../windows/index.js";
import { MATCHED_WORDS } from "./biases.js";

/** The names that a window offers, with what they are compared by. */
export interface Candidates {
  readonly names: WindowNames;
  /** Words at which the names begin. */
  readonly words: ReadonlySet<number>;
  readonly firstPiece: Int32Array;
  readonly title: Uint8Array;
  /** Ids of the four words from each candidate on. */
  readonly wordIds: Int32Array;
}

/** Prepares a window's names for comparing. */
export function candidatesOf(
  { words, firstPiece }: PieceDocument,
  names: WindowNames,
  wordId: (word: number) => number,
): Candidates {
  const { first } = names;
  return {
    names,
    words: new Set(first),
    firstPiece: first.map((word) => firstPiece[word] ?? 0),
    title: Uint8Array.from(first, (word) => Number(wordCase(words, word) >= FEATURE.title)),
    wordIds: Int32Array.from({ length: first.length * MATCHED_WORDS }, (_, i) =>
      wordId((first[Math.floor(i / MATCHED_WORDS)] ?? 0) + (i % MATCHED_WORDS)),
    ),
  };
}

/** Which of the i-th candidate's first four words has this id: 1 to 4, or 0. */
export function matchingWord({ wordIds }: Candidates, i: number, id: number): number {
  for (let ahead = 0; ahead < MATCHED_WORDS; ahead++) {
    if (wordIds[i * MATCHED_WORDS + ahead] === id) return ahead + 1;
  }
  return 0;
}

/** Is one of the i-th candidate's first four words among these? */
export function shares({ wordIds }: Candidates, i: number, ids: ReadonlySet<number>): boolean {
  for (let ahead = 0; ahead < MATCHED_WORDS; ahead++)
    if (ids.has(wordIds[i * MATCHED_WORDS + ahead]!)) return true;
  return false;
}

/** The id of the i-th candidate's first word. */
export function firstWordId({ wordIds }: Candidates, i: number): number {
  return wordIds[i * MATCHED_WORDS]!;
}

/** The words of the i-th candidate's name. */
export function nameOf({ names }: Candidates, i: number): WordRange {
  return { first: names.first[i]!, end: names.end[i]! };
}
