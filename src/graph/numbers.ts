export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

const CLOSEST_TO_CERTAIN = 1e-6;

/** A probability as its temperature says it should be (Guo et al. 2017). */
export function calibrated(probability: number, temperature: number): number {
  const p = Math.min(Math.max(probability, CLOSEST_TO_CERTAIN), 1 - CLOSEST_TO_CERTAIN);
  return sigmoid(Math.log(p / (1 - p)) / temperature);
}

/** Index of the greatest of `count` values from `from` on; the first of equals. */
export function indexOfGreatest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  return best;
}
