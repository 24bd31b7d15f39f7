import type { Settings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";

/** Room for accepted work, counted in word pieces, so that what is accepted is answered in time. */
export interface Admission {
  /**
   * Takes room for texts; the function that it returns gives it back.
   * @throws overloaded
   */
  enter(texts: readonly string[]): () => void;
  /** Whole seconds until there is likely to be room. */
  retryAfter(): number;
}

/** What the classifier's statistics tell of its speed. */
export interface Speed {
  readonly workers: number;
  readonly doneTokens: number;
  readonly inferenceMs: number;
}

/** English has about 4.6 bytes a word piece, and windows overlap by a third; other scripts have more bytes a character. */
const PIECES_A_BYTE = 0.3;
/** Fewer pieces say nothing of the speed. */
const TELLING_TOKENS = 5000;
/** Of the deadline: the rest is for reading, decoding and sending. */
const USABLE_TIME = 0.8;
/** A request of more than this share of the room is a large one; all large ones together get at most half of it. */
const LARGE_SHARE = 1 / 8;
const SHARE_OF_LARGE = 1 / 2;
const LONGEST_WAIT = 60;

/**
 * The room is `maxWaitingTokens`, and never more than the machine reads within the deadline. A text that is larger than
 * all of it is taken when nothing else of its size is in work.
 */
export function createAdmission(
  { maxWaitingTokens, deadlineMs }: Pick<Settings, "maxWaitingTokens" | "deadlineMs">,
  speedNow: () => Speed,
): Admission {
  const held = { all: 0, large: 0 };
  const speed = (): number | undefined => {
    const { workers, doneTokens, inferenceMs } = speedNow();
    return doneTokens < TELLING_TOKENS ? undefined : (doneTokens / inferenceMs) * 1000 * workers;
  };
  const room = (): number => {
    const within = ((speed() ?? Number.POSITIVE_INFINITY) * deadlineMs * USABLE_TIME) / 1000;
    return Math.min(maxWaitingTokens, within);
  };
  return {
    enter(texts) {
      const most = room();
      const asked = texts.reduce((sum, text) => sum + Buffer.byteLength(text) * PIECES_A_BYTE, 0);
      const large = asked > most * LARGE_SHARE;
      const pieces = Math.min(asked, most * SHARE_OF_LARGE);
      const full = held.all > 0 && held.all + pieces > most;
      const fullOfLarge = large && held.large > 0 && held.large + pieces > most * SHARE_OF_LARGE;
      if (full || fullOfLarge) {
        const waiting = Math.round(held.all);
        throw new StatementStanceError("overloaded", `about ${waiting} word pieces are in work already`);
      }
      held.all += pieces;
      if (large) held.large += pieces;
      return () => {
        held.all -= pieces;
        if (large) held.large -= pieces;
      };
    },
    retryAfter() {
      const seconds = Math.ceil(held.all / (speed() ?? held.all));
      return Math.min(LONGEST_WAIT, Math.max(1, seconds || 1));
    },
  };
}
