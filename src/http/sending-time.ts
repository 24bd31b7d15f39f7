import type { IncomingMessage } from "node:http";
import { answerBrokenRequest } from "./broken-request.js";

const clocks = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Cuts a request off that is not sent whole within its time. */
export function limitSendingTime(request: IncomingMessage, ms: number): void {
  const clock = setTimeout(() => {
    if (request.complete) return;
    const late = Object.assign(new Error("late"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
    answerBrokenRequest(late, request.socket);
    request.socket.destroySoon();
  }, ms);
  clock.unref();
  clocks.set(request, clock);
  request.once("close", () => clearTimeout(clock));
}

/** Begins a request's time anew: for an upload, which may be long as long as it moves. */
export function renewSendingTime(request: IncomingMessage): void {
  clocks.get(request)?.refresh();
}
