import type { PieceDocument, Window } from "../windows/index.js";
import type { WindowInputs } from "./outputs.js";

/** The start and the end token of every window. */
export const SPECIAL_TOKENS = 2;

/** The pieces of a window between start and end token, and the feature of each piece's word. */
export function windowInputs(
  { words, ids, firstPiece }: PieceDocument,
  window: Window,
  special: { start: number; end: number },
): WindowInputs {
  const from = firstPiece[window.begin] ?? 0;
  const to = firstPiece[window.end] ?? 0;
  const inputs = {
    ids: new Int32Array(to - from + SPECIAL_TOKENS),
    features: new Uint8Array(to - from + SPECIAL_TOKENS),
  };
  inputs.ids[0] = special.start;
  inputs.ids.set(ids.subarray(from, to), 1);
  inputs.ids[to - from + 1] = special.end;
  for (let word = window.begin; word < window.end; word++) {
    const feature = words.features[word] ?? 0;
    inputs.features.fill(feature, (firstPiece[word] ?? 0) - from + 1, (firstPiece[word + 1] ?? 0) - from + 1);
  }
  return inputs;
}
