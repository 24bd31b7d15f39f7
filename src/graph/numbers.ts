/** exp of each logit over their sum, from `from` on, `count` of them, each divided by a temperature. */
export function softmax(logits: ArrayLike<number>, from: number, count: number, temperature = 1): number[] {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) highest = Math.max(highest, logits[from + i] ?? 0);
  const shares: number[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const share = Math.exp(((logits[from + i] ?? 0) - highest) / temperature);
    shares.push(share);
    sum += share;
  }
  return shares.map((share) => share / sum);
}

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
