import { kappaOf } from "../figures.js";

/** The labels that annotators gave to one item; null where one gave none. */
export type Item = readonly (string | null)[];

/**
 * Krippendorff's alpha for nominal labels, any number of annotators, and labels that are missing (Krippendorff 2011,
 * "Computing Krippendorff's Alpha-Reliability"). Null where labels do not vary: it is undefined.
 */
export function krippendorffAlpha(items: readonly Item[]): number | null {
  const pairable = items.map(given).filter((labels) => labels.length > 1);
  const totals = countLabels(pairable.flat());
  const n = pairable.reduce((sum, { length }) => sum + length, 0);
  const observed = pairable.reduce((sum, labels) => {
    const same = [...countLabels(labels).values()].reduce((pairs, count) => pairs + count * (count - 1), 0);
    return sum + (labels.length * (labels.length - 1) - same) / (labels.length - 1);
  }, 0);
  const expected = n * n - [...totals.values()].reduce((sum, count) => sum + count * count, 0);
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

/** Cohen's kappa (1960) of two annotators, over the items that both labelled. Null where labels do not vary. */
export function cohenKappa(items: readonly Item[], first: number, second: number): number | null {
  const pairs = items.flatMap((item): [string, string][] => {
    const [a, b] = [item[first], item[second]];
    return a == null || b == null ? [] : [[a, b]];
  });
  const labels = [...new Set(pairs.flat())];
  if (labels.length < 2) return null;
  const table = labels.map(() => labels.map(() => 0));
  for (const [a, b] of pairs) {
    const row = table[labels.indexOf(a)]!;
    const column = labels.indexOf(b);
    row[column] = (row[column] ?? 0) + 1;
  }
  return kappaOf(table);
}

/** Fleiss' kappa (1971), over the items that all annotators labelled. Null where labels do not vary. */
export function fleissKappa(items: readonly Item[]): number | null {
  const complete = items.filter((item) => item.length > 1 && given(item).length === item.length).map(given);
  const raters = complete[0]?.length ?? 0;
  if (raters === 0) return null;
  const agreed = complete.map((labels) => {
    const squares = [...countLabels(labels).values()].reduce((sum, count) => sum + count * count, 0);
    return (squares - raters) / (raters * (raters - 1));
  });
  const observed = agreed.reduce((sum, one) => sum + one, 0) / complete.length;
  const all = complete.length * raters;
  const expected = [...countLabels(complete.flat()).values()].reduce((sum, n) => sum + (n / all) ** 2, 0);
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

function given(item: Item): string[] {
  return item.filter((label): label is string => label !== null);
}

export function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
