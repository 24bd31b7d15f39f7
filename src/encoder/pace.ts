/** How fast windows are read at this time: other programs come and go, and what was long ago says little. */
export interface Pace {
  /** A window was read. */
  note(tokens: number, ms: number): void;
  /** Word pieces a second, over all processes that there are; undefined until enough was read to tell. */
  now(): number | undefined;
}

/** Fewer pieces say nothing of the pace. */
const TELLING_TOKENS = 5000;
/** What an older window counts for at each newer one: about the last hundred tell. */
const FADING = 0.99;

export function createPace(workers: () => number): Pace {
  let [tokens, ms, all] = [0, 0, 0];
  return {
    note(moreTokens, moreMs) {
      all += moreTokens;
      tokens = tokens * FADING + moreTokens;
      ms = ms * FADING + moreMs;
    },
    now: () => (all < TELLING_TOKENS ? undefined : (tokens / ms) * 1000 * workers()),
  };
}
