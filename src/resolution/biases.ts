const NEAR = 8;
const FARTHEST = 19;
const BACKWARDS = 20;
const LAST_BUCKET = 40;

/** From this distance on, all is as far. */
const FAR = 512;
const BUCKETS = Uint8Array.from({ length: FAR + 1 }, (_, size) =>
  size < NEAR ? size : Math.min(FARTHEST, NEAR + Math.floor(Math.log2(size / NEAR) * 2.2)),
);

/** A signed distance in pieces as one of 41 buckets: exact below 8, logarithmic above. */
export function distanceBucket(distance: number): number {
  const near = BUCKETS[Math.min(Math.abs(distance), FAR)]!;
  return distance < 0 ? Math.min(LAST_BUCKET, BACKWARDS + near) : near;
}

/** Of a candidate's words so many are compared with the mention's last. */
export const MATCHED_WORDS = 4;

/**
 * How a candidate fits a mention, as one of 20 features whose weights were learned: is it inside the mention, which of
 * its first four words equals the mention's last (1 to 4, 0 for none), does it begin with a capital.
 */
export function matchFeature(inside: boolean, matchingWord: number, title: boolean): number {
  return (inside ? 10 : 0) + matchingWord * 2 + (title ? 1 : 0);
}
