import type { Response } from "express";
import type { ServiceContext } from "./context.js";

/**
 * Sends an answer in parts, as fast as the client takes them; one that does not take a part in its time is cut off. What
 * breaks in the middle cannot become a problem any more: the connection is cut, so that nobody takes the part for the
 * whole.
 */
export async function sendParts(
  { log, settings }: Pick<ServiceContext, "log" | "settings">,
  response: Response,
  parts: AsyncIterable<string>,
): Promise<void> {
  try {
    for await (const part of parts) {
      if (!response.destroyed && !response.write(part)) await isTaken(response, settings.answerTimeoutMs);
      if (response.destroyed) return;
    }
    response.end();
  } catch (err) {
    if (!response.headersSent) throw err;
    if (!response.destroyed)
      log.error({ err, requestId: response.locals.requestId }, "an answer was cut off");
    response.destroy();
  }
}

/** Waits until there is room for more, or the client has left. */
function isTaken(response: Response, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const clock = setTimeout(() => response.destroy(), ms);
    const goOn = (): void => {
      clearTimeout(clock);
      response.off("drain", goOn).off("close", goOn);
      resolve();
    };
    response.on("drain", goOn).on("close", goOn);
    if (response.destroyed) goOn();
  });
}
