import { setInterval as every } from "node:timers/promises";
import type { Response } from "express";
import { watchJob } from "../jobs/index.js";
import type { Store } from "../store/index.js";

/** Proxies close a connection on which nothing comes for a while. */
const SIGN_OF_LIFE_MS = 15_000;

/**
 * A job each time that it has changed, as server-sent events, until it is at its end, the client leaves, or the service
 * stops.
 */
export async function* jobEvents(
  store: Store,
  id: number,
  stopping: AbortSignal,
  response: Response,
): AsyncGenerator<string> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  void showLife(response, left.signal);
  for await (const job of watchJob(store, id, AbortSignal.any([stopping, left.signal]))) {
    yield `event: job\ndata: ${JSON.stringify(job)}\n\n`;
  }
}

async function showLife(response: Response, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of every(SIGN_OF_LIFE_MS, undefined, { signal })) response.write(": \n\n");
  } catch {
    // The client left.
  }
}
