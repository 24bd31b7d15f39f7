import type { Settings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";
import { aboutField } from "./about-field.js";

/** Room for accepted work, counted in word pieces, so that what is accepted is answered in time. */
export interface Admission {
  /**
   * Takes room for the texts of a request; the function that it returns gives it back.
   * @throws overloaded; text-too-long, with the field, where they cannot be read before the deadline by a machine that
   * does nothing else
   */
  enter(texts: readonly string[], fields: TextFields): () => void;
  /** The same without taking any: what a request costs before its texts are known is saved. @throws overloaded */
  look(): void;
  /** Whole seconds until there is likely to be room. */
  retryAfter(): number;
}

/** The fields of a request that its texts came in, as an error names them. */
export interface TextFields {
  readonly all: string;
  one(index: number): string;
}

/** What the classifier's statistics tell of its speed. */
export interface Speed {
  /** None for a moment, when the last has ended and is started anew. */
  readonly workers: number;
  readonly tokensPerSecond: number | undefined;
}

/** English has about 4.6 bytes a word piece, and windows overlap by a third; other scripts have more bytes a character. */
const PIECES_A_BYTE = 0.3;
/** Of a worker, until its speed is known: few machines are slower. */
const FIRST_GUESS = 400;
/** Of the deadline: the rest is for a last text that goes beyond the room, and for a machine that becomes slower. */
const USABLE_TIME = 0.4;
/** A long deadline is there for the longest texts: nobody waits longer for its sake. */
const LONGEST_QUEUE_MS = 12_000;
/** How many times the deadline a request must take to be refused for it: pieces are counted roughly. */
const HOPELESS = 1.5;
/** A request of more than this share of the room is a large one; all large ones together get at most half of it. */
const LARGE_SHARE = 1 / 8;
const SHARE_OF_LARGE = 1 / 2;
const LONGEST_WAIT = 60;

/**
 * The room is `maxWaitingTokens`, and never more than the machine reads within 12 seconds or 40% of the deadline. While
 * there is any left the next text is taken whole, so that long ones are refused no more often than short ones; one that
 * is larger than all of it is taken when nothing else of its size is in work.
 */
export function createAdmission(
  { maxWaitingTokens, deadlineMs }: Pick<Settings, "maxWaitingTokens" | "deadlineMs">,
  speedNow: () => Speed,
): Admission {
  const held = { all: 0, large: 0 };
  const speed = (): number => {
    const { workers, tokensPerSecond } = speedNow();
    return tokensPerSecond ?? FIRST_GUESS * Math.max(1, workers);
  };
  const queueMs = Math.min(LONGEST_QUEUE_MS, deadlineMs * USABLE_TIME);
  const room = (): number => Math.min(maxWaitingTokens, (speed() * queueMs) / 1000);
  const refuseHopeless = (pieces: readonly number[], asked: number, fields: TextFields): void => {
    const { tokensPerSecond } = speedNow();
    if (tokensPerSecond === undefined) return;
    const readable = (tokensPerSecond * deadlineMs) / 1000;
    if (asked < readable * HOPELESS) return;
    const longest = pieces.findIndex((count) => count >= readable * HOPELESS);
    const [field, count] = longest < 0 ? [fields.all, asked] : [fields.one(longest), pieces[longest]!];
    const detail =
      `about ${Math.round(count)} word pieces; this machine reads about ${Math.round(readable)} within the deadline of ` +
      `${deadlineMs} ms: send them in parts, or as a job of a service with a store (POST /v1/jobs)`;
    throw aboutField(new StatementStanceError("text-too-long", detail), field);
  };
  const refuse = (): never => {
    const waiting = Math.round(held.all);
    throw new StatementStanceError("overloaded", `about ${waiting} word pieces are in work already`);
  };
  return {
    look() {
      if (held.all >= room()) refuse();
    },
    enter(texts, fields) {
      const most = room();
      const each = texts.map((text) => Buffer.byteLength(text) * PIECES_A_BYTE);
      const asked = each.reduce((sum, count) => sum + count, 0);
      refuseHopeless(each, asked, fields);
      const large = asked > most * LARGE_SHARE;
      const pieces = Math.min(asked, most * SHARE_OF_LARGE);
      const full = held.all >= most;
      const fullOfLarge = large && held.large > 0 && held.large + pieces > most * SHARE_OF_LARGE;
      if (full || fullOfLarge) refuse();
      held.all += pieces;
      if (large) held.large += pieces;
      return () => {
        held.all -= pieces;
        if (large) held.large -= pieces;
      };
    },
    retryAfter() {
      return Math.min(LONGEST_WAIT, Math.max(1, Math.ceil(held.all / speed())));
    },
  };
}
