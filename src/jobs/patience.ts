import { setTimeout as pause } from "node:timers/promises";
import { type ErrorCode, StatementStanceError } from "../errors/index.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** What passes by itself: a server that is away for a while, another process's lock. */
const PASSING: readonly ErrorCode[] = ["store-unavailable", "store-locked", "queue-unavailable"];

/** Tells of a wait, once. */
export type OnWait = (error: StatementStanceError) => void;

/**
 * Calls until it succeeds, as long as the store or queue is away for the moment: what was accepted must not be lost
 * because a server restarts. Other errors are raised at once.
 */
export async function patiently<Result>(
  call: () => Promise<Result>,
  { onWait, signal }: { onWait?: OnWait | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Result> {
  for (let delay = FIRST_PAUSE_MS; ; delay = Math.min(LONGEST_PAUSE_MS, delay * 2)) {
    try {
      return await call();
    } catch (error) {
      if (signal?.aborted || !isPassing(error)) throw error;
      if (delay === FIRST_PAUSE_MS) onWait?.(error);
      await pause(delay, undefined, { signal }).catch(() => {});
    }
  }
}

function isPassing(error: unknown): error is StatementStanceError {
  return error instanceof StatementStanceError && PASSING.includes(error.code);
}
