/** A seeded generator of numbers in [0, 1): mulberry32, so that intervals are the same at every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The 95% percentile bootstrap interval of a statistic of documents (Efron 1979), documents drawn with replacement.
 * Several statistics are taken from the same draws.
 */
export function bootstrapIntervals<T>(
  documents: readonly T[],
  statistics: (drawn: readonly T[]) => readonly number[],
  draws = 1000,
  seed = 1,
): [low: number, high: number][] {
  const random = seededRandom(seed);
  const values: number[][] = [];
  for (let draw = 0; draw < draws; draw++) {
    const drawn = documents.map(() => documents[Math.floor(random() * documents.length)]!);
    values.push([...statistics(drawn)]);
  }
  const count = values[0]?.length ?? 0;
  return Array.from({ length: count }, (_, i) => {
    const sorted = values.map((value) => value[i] ?? 0).sort((a, b) => a - b);
    return [sorted[Math.floor(draws * 0.025)] ?? 0, sorted[Math.ceil(draws * 0.975) - 1] ?? 0];
  });
}
