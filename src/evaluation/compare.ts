import type { Comparison } from "../schemas/index.js";
import { bootstrapValues, interval } from "./bootstrap.js";
import { f1Of, measuredFigures } from "./figure-names.js";
import { type EvaluatedDocument, onlyAttributions } from "./pair-documents.js";

/**
 * Two systems on the same gold, by a paired bootstrap over documents: in each draw both are measured on the same
 * documents. `p` is twice the share of draws in which the difference vanishes or turns around (Efron and Tibshirani
 * 1993, 15.4), the value itself counted as a draw. Speakers and targets are compared where both systems have them.
 */
export function compareSystems(
  first: readonly EvaluatedDocument[],
  second: readonly EvaluatedDocument[],
  draws = 1000,
): Comparison[] {
  const names = measuredFigures([first, second].some(onlyAttributions));
  const pairs = first.map((one, index) => ({ first: one.tally, second: second[index]!.tally }));
  const sides = (drawn: typeof pairs) => [
    f1Of(
      drawn.map((pair) => pair.first),
      names,
    ),
    f1Of(
      drawn.map((pair) => pair.second),
      names,
    ),
  ];
  const [a = [], b = []] = sides(pairs);
  const values = bootstrapValues(
    pairs,
    (drawn) => {
      const [x = [], y = []] = sides([...drawn]);
      return names.map((_, i) => (y[i] ?? 0) - (x[i] ?? 0));
    },
    draws,
  );
  return names.map((name, i) => {
    const drawn = values[i] ?? [];
    const [low, high] = interval(drawn);
    const difference = { value: (b[i] ?? 0) - (a[i] ?? 0), low, high };
    return { name, first: a[i] ?? 0, second: b[i] ?? 0, difference, p: twoSided(drawn) };
  });
}

function twoSided(differences: readonly number[]): number {
  const share = (holds: (value: number) => boolean) =>
    (differences.filter(holds).length + 1) / (differences.length + 1);
  return Math.min(
    1,
    2 *
      Math.min(
        share((value) => value <= 0),
        share((value) => value >= 0),
      ),
  );
}
