import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { ServiceContext } from "./context.js";

const SAFE_ID = /^[\w.-]{1,64}$/;
/** Asked every few seconds by machines. */
const BUSY_ROUTES = /^\/(health\/|metrics$)/;
/** As nginx logs a client that left before its answer; no such status is ever sent. */
const CLIENT_LEFT = 499;

/** Gives a request its id, and logs and counts it when it is over. Neither body nor address nor query is logged. */
export function observe({ log, metrics }: Pick<ServiceContext, "log" | "metrics">): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && SAFE_ID.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    response.set("x-request-id", requestId);
    response.once("close", () => {
      const ms = performance.now() - began;
      const { method } = request;
      const route = String(request.route?.path ?? "unknown");
      // What was written before a connection is cut counts as finished: only the error tells.
      const isSent = response.writableFinished && !response.errored;
      const status = isSent ? response.statusCode : CLIENT_LEFT;
      metrics.requests.inc({ route, method, status: String(status) });
      metrics.duration.observe({ route }, ms / 1000);
      const level = BUSY_ROUTES.test(route) ? "debug" : "info";
      const { traceId, apiKey } = response.locals;
      const by = { ...(traceId && { traceId }), ...(apiKey && { keyId: apiKey.id }) };
      log[level]({ requestId, method, route, status, ms: Math.round(ms), ...by }, "request");
    });
    next();
  };
}
