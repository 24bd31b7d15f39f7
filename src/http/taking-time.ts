import type { ServerResponse } from "node:http";

/** Cuts a client off that does not take the whole of its answer, or what is left of a stream, in its time. */
export function limitTakingTime(response: ServerResponse, ms: number): void {
  response.once("prefinish", () => {
    const clock = setTimeout(() => response.destroy(new Error("the client did not take its answer")), ms);
    clock.unref();
    response.once("close", () => clearTimeout(clock));
  });
}
