import type { Response } from "express";
import { StatementStanceError } from "../errors/index.js";

/**
 * Runs work that ends when the client leaves or the deadline passes.
 * @throws deadline-exceeded after `deadlineMs`
 */
export async function withinDeadline<T>(
  response: Response,
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const leave = () => {
    if (!response.writableEnded) gone.abort();
  };
  response.once("close", leave);
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await work(AbortSignal.any([gone.signal, deadline]));
  } catch (error) {
    if (!deadline.aborted || gone.signal.aborted) throw error;
    throw new StatementStanceError("deadline-exceeded", `the answer was not ready after ${deadlineMs} ms`, {
      cause: error,
    });
  } finally {
    response.off("close", leave);
  }
}
