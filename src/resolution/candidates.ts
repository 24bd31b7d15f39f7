import type { WindowNames, WordRange } from "../graph/index.js";
import { FEATURE } from "../text/index.js";
import type { PieceDocument } from "../windows/index.js";
import { MATCHED_WORDS } from "./biases.js";

/** The names that a window offers, with what they are compared by. */
export interface Candidates {
  readonly names: WindowNames;
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
  const isTitle = (word: number) => ((words.features[word] ?? 0) & FEATURE.caseMask) >= FEATURE.title;
  return {
    names,
    firstPiece: first.map((word) => firstPiece[word] ?? 0),
    title: Uint8Array.from(first, (word) => Number(isTitle(word))),
    wordIds: Int32Array.from({ length: first.length * MATCHED_WORDS }, (_, i) =>
      wordId((first[Math.floor(i / MATCHED_WORDS)] ?? 0) + (i % MATCHED_WORDS)),
    ),
  };
}

/** Those of a mention's own names that are not offered already. */
export function without(own: WindowNames, offered: readonly Candidates[]): WindowNames {
  const known = new Set(offered.flatMap(({ names }) => [...names.first]));
  const kept = [...own.first.keys()].filter((i) => !known.has(own.first[i]!));
  const size = own.keys.length / Math.max(1, own.first.length);
  const keys = new Float32Array(kept.length * size);
  for (const [at, i] of kept.entries()) keys.set(own.keys.subarray(i * size, (i + 1) * size), at * size);
  return {
    first: Int32Array.from(kept, (i) => own.first[i]!),
    end: Int32Array.from(kept, (i) => own.end[i]!),
    logit: Float64Array.from(kept, (i) => own.logit[i]!),
    keys,
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
