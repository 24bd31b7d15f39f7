import type { Response } from "express";
import { StatementStanceError } from "../errors/index.js";

/**
 * Runs work that ends when the client leaves, when the deadline passes, or when a part of it fails.
 * @throws deadline-exceeded after `deadlineMs`
 */
export async function withinDeadline<T>(
  response: Response,
  deadlineMs: number,
  work: (signal: AbortSignal, due: number) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, deadlineMs);
  response.once("close", stop);
  try {
    return await work(controller.signal, performance.now() + deadlineMs);
  } catch (cause) {
    if (!late) throw cause;
    const detail = `the answer was not ready after ${deadlineMs} ms`;
    throw new StatementStanceError("deadline-exceeded", detail, { cause });
  } finally {
    clearTimeout(timer);
    response.off("close", stop);
    stop();
  }
}
