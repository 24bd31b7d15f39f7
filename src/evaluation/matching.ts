import { intersectionSize } from "./characters.js";

/** Statements match when their contents' intersection over union is at least this. */
export const LEAST_OVERLAP = 0.5;

/** Pairs contents one to one, best intersection over union first: a map from gold index to predicted index. */
export function matchContents(
  gold: readonly Set<number>[],
  predicted: readonly Set<number>[],
): Map<number, number> {
  const pairs: { overlap: number; g: number; p: number }[] = [];
  gold.forEach((a, g) => {
    predicted.forEach((b, p) => {
      const both = intersectionSize(a, b);
      const overlap = both / (a.size + b.size - both);
      if (both > 0 && overlap >= LEAST_OVERLAP) pairs.push({ overlap, g, p });
    });
  });
  pairs.sort((x, y) => y.overlap - x.overlap || x.g - y.g || x.p - y.p);
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  for (const { g, p } of pairs) {
    if (matched.has(g) || taken.has(p)) continue;
    matched.set(g, p);
    taken.add(p);
  }
  return matched;
}
