import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import type { ServiceContext } from "./context.js";

/**
 * Sends an answer in parts, as fast as the client takes them. What breaks in the middle cannot become a problem any
 * more: the connection is cut, so that nobody takes the part for the whole.
 */
export async function sendParts(
  { log }: Pick<ServiceContext, "log">,
  response: Response,
  parts: AsyncIterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(parts), response);
  } catch (err) {
    const clientLeft = (err as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!clientLeft) log.error({ err, requestId: response.locals.requestId }, "an answer was cut off");
  }
}
