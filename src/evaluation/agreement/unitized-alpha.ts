import type { Span } from "../../schemas/index.js";

/**
 * Krippendorff's alpha for units that annotators cut out of a continuum themselves, of one category (Krippendorff 2004,
 * "Measuring the Reliability of Qualitative Text Analysis Data"): it knows how far the ends of units lie apart.
 * Units of one annotator that overlap are taken as one. Null where nobody marked anything, or one alone was asked.
 */
export function unitizedAlpha(annotators: readonly (readonly Span[])[], length: number): number | null {
  if (annotators.length < 2) return null;
  const units = annotators.map(disjoint);
  const expected = expectedDisagreement(units, length);
  return expected === 0 ? null : 1 - observedDisagreement(units, length) / expected;
}

/** Units in order, those that overlap taken together. */
function disjoint(units: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const [start, end] of [...units].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** The mean difference of what two annotators marked at the same place. */
export function observedDisagreement(units: readonly (readonly Span[])[], length: number): number {
  const annotators = units.length;
  let sum = 0;
  units.forEach((first, i) => {
    for (const second of units.slice(i + 1))
      sum += overlapDifferences(first, second) + lonely(first, second) + lonely(second, first);
  });
  return (2 * sum) / (annotators * (annotators - 1) * length ** 2);
}

/** Units that overlap differ by the squares of the distances of their ends. */
function overlapDifferences(first: readonly Span[], second: readonly Span[]): number {
  let [sum, from] = [0, 0];
  for (const [start, end] of first) {
    while (from < second.length && second[from]![1] <= start) from++;
    for (let at = from; at < second.length && second[at]![0] < end; at++) {
      const [otherStart, otherEnd] = second[at]!;
      sum += (start - otherStart) ** 2 + (end - otherEnd) ** 2;
    }
  }
  return sum;
}

/** A unit that lies in a gap of the other annotator differs by the square of its length. */
function lonely(units: readonly Span[], others: readonly Span[]): number {
  let [sum, from] = [0, 0];
  for (const [start, end] of units) {
    while (from < others.length && others[from]![1] <= start) from++;
    const meets = from < others.length && others[from]![0] < end;
    if (!meets) sum += (end - start) ** 2;
  }
  return sum;
}

/** The difference that is to be expected, were all units and gaps laid out by chance. */
export function expectedDisagreement(units: readonly (readonly Span[])[], length: number): number {
  const annotators = units.length;
  const lengths = units.flat().map(([start, end]) => end - start);
  const gaps = units.flatMap((own) => gapsOf(own, length)).sort((a, b) => a - b);
  const placed = lengths.reduce((sum, l) => {
    const overlapping = ((lengths.length - 1) / 3) * (2 * l ** 3 - 3 * l ** 2 + l);
    const inGaps = gaps.reduce((places, gap) => (gap < l ? places : places + gap - l + 1), 0);
    return sum + overlapping + l ** 2 * inGaps;
  }, 0);
  const all = annotators * length;
  const own = lengths.reduce((sum, l) => sum + l * (l - 1), 0);
  return ((2 / length) * placed) / (all * (all - 1) - own);
}

function gapsOf(units: readonly Span[], length: number): number[] {
  const gaps: number[] = [];
  let end = 0;
  for (const [start, stop] of units) {
    if (start > end) gaps.push(start - end);
    end = stop;
  }
  if (length > end) gaps.push(length - end);
  return gaps;
}
