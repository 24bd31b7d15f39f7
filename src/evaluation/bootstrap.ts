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

/** Values of statistics over sets of documents that are drawn with replacement: `values[statistic][draw]`. */
export function bootstrapValues<T>(
  documents: readonly T[],
  statistics: (drawn: readonly T[]) => readonly number[],
  draws = 1000,
  seed = 1,
): number[][] {
  const random = seededRandom(seed);
  const rows: (readonly number[])[] = [];
  for (let draw = 0; draw < draws; draw++) {
    rows.push(statistics(documents.map(() => documents[Math.floor(random() * documents.length)]!)));
  }
  return (rows[0] ?? []).map((_, statistic) => rows.map((row) => row[statistic] ?? 0));
}

/** The 95% percentile interval of drawn values. */
export function interval(values: readonly number[]): [low: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[Math.floor(values.length * 0.025)] ?? 0, sorted[Math.ceil(values.length * 0.975) - 1] ?? 0];
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
  return bootstrapValues(documents, statistics, draws, seed).map(interval);
}
