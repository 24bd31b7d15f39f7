import { setImmediate } from "node:timers/promises";
import { StatementStanceError } from "../errors/index.js";

/** Called between the steps of long work on the main thread: waits when the work has held it for long enough. */
export type GiveWay = () => Promise<void>;

const LONGEST_TURN_MS = 8;

/**
 * Turns of the main thread between texts: whoever has worked for some milliseconds goes to the end of a queue from which
 * one goes on in each round of the event loop, so that requests come in and go out between them.
 * The function that is given back is for one text; it throws client-closed once the signal has aborted.
 */
export function createTurns(): (signal?: AbortSignal) => GiveWay {
  let last: Promise<unknown> = Promise.resolve();
  return (signal) => {
    let began = performance.now();
    return async () => {
      if (performance.now() - began < LONGEST_TURN_MS) return;
      last = last.then(() => setImmediate());
      await last;
      if (signal?.aborted) throw new StatementStanceError("client-closed", "the work was given up");
      began = performance.now();
    };
  };
}
