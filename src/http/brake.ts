import { setTimeout as pause } from "node:timers/promises";

/** What each refusal of the last second adds to the wait of the next. */
const MS_A_REFUSAL = 5;
const LONGEST_MS = 2000;

/**
 * Slows clients down who ask again at once after a refusal: the more refusals there are, the longer each waits, so that
 * they take no time from accepted work. A few are told at once.
 */
export function createBrake(now = () => performance.now()): () => Promise<void> {
  let refusals: number[] = [];
  return async () => {
    const at = now();
    refusals = refusals.filter((one) => at - one < 1000);
    const wait = Math.min(LONGEST_MS, refusals.length * MS_A_REFUSAL);
    refusals.push(at);
    if (wait > 0) await pause(wait);
  };
}
