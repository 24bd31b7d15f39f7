import type { WordRange } from "../graph/index.js";
import { FEATURE } from "../text/index.js";
import type { PieceDocument } from "../windows/index.js";

const NEAR = 8;
const FARTHEST = 19;
const BACKWARDS = 20;
const LAST_BUCKET = 40;

/** A signed distance in pieces as one of 41 buckets: exact below 8, logarithmic above. */
export function distanceBucket(distance: number): number {
  const size = Math.abs(distance);
  const near = size < NEAR ? size : Math.min(FARTHEST, NEAR + Math.floor(Math.log2(size / NEAR) * 2.2));
  return distance < 0 ? Math.min(LAST_BUCKET, BACKWARDS + near) : near;
}

/** Lower-case words of a document, made when first asked for. */
export function lowerWords({ words }: PieceDocument): (word: number) => string {
  const known: string[] = [];
  return (word) => {
    known[word] ??= words.text.slice(words.starts[word], words.ends[word]).toLowerCase();
    return known[word];
  };
}

/**
 * How a candidate fits a mention's last word, as one of 20 features whose weights were learned: is it inside the
 * mention, which of its first four words equals the mention's last, does it begin with a capital.
 */
export function matchFeature(
  document: PieceDocument,
  lower: (word: number) => string,
  mention: WordRange,
  candidate: number,
): number {
  const inside = candidate >= mention.first && candidate < mention.end ? 1 : 0;
  const title = ((document.words.features[candidate] ?? 0) & FEATURE.caseMask) >= FEATURE.title ? 1 : 0;
  const last = lower(mention.end - 1);
  const count = document.words.starts.length;
  let offset = 0;
  for (let ahead = 1; ahead <= 4 && offset === 0; ahead++) {
    const word = candidate + ahead - 1;
    if (word < count && lower(word) === last) offset = ahead;
  }
  return inside * 10 + offset * 2 + title;
}
