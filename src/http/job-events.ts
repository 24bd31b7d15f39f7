import { setInterval as every } from "node:timers/promises";
import type { Response } from "express";
import { StatementStanceError } from "../errors/index.js";
import { watchJob } from "../jobs/index.js";
import { askStore } from "./archive.js";
import type { ServiceContext } from "./context.js";

/** Proxies close a connection on which nothing comes for a while. */
const SIGN_OF_LIFE_MS = 15_000;

/** Lets so many clients at a time follow jobs: each costs a connection, and looks into the store. @throws overloaded */
export function createListeners(most: number): (response: Response) => void {
  let listening = 0;
  return (response) => {
    if (listening >= most)
      throw new StatementStanceError("overloaded", `${most} clients follow jobs already, the limit`);
    listening++;
    response.once("close", () => listening--);
  };
}

/**
 * A job each time that it has changed, as server-sent events, until it is at its end, the client leaves, or the service
 * stops.
 */
export async function* jobEvents(
  context: ServiceContext,
  id: number,
  response: Response,
): AsyncGenerator<string> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  void showLife(response, left.signal);
  const asked = { job: (id: number) => askStore(context, response, (store) => store.job(id)) };
  for await (const job of watchJob(asked, id, AbortSignal.any([context.stopping, left.signal]))) {
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
