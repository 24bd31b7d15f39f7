import type { Span } from "../schemas/index.js";

const EDGE = new Set(" \t\n\r\"'“”‘’.,;:!?…-–—()");

/** Code points that spans cover, white space and punctuation at each span's edges left out. */
export function coveredCharacters(spans: readonly Span[], points: readonly string[]): Set<number> {
  const covered = new Set<number>();
  for (const [start, end] of spans) {
    let low = start;
    let high = end;
    while (low < high && EDGE.has(points[low] ?? "")) low++;
    while (high > low && EDGE.has(points[high - 1] ?? "")) high--;
    for (let at = low; at < high; at++) covered.add(at);
  }
  return covered;
}

export function intersectionSize(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let size = 0;
  for (const value of a) if (b.has(value)) size++;
  return size;
}

export function equalSets(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && intersectionSize(a, b) === a.size;
}
