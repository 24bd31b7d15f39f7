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
