import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { ServiceContext } from "./context.js";

const SAFE_ID = /^[\w.-]{1,64}$/;

/** Gives a request its id, and logs and counts it when it is answered. Neither body nor query is logged. */
export function observe({ log, metrics }: ServiceContext): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const given = request.headers["x-request-id"];
    const requestId = typeof given === "string" && SAFE_ID.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    response.set("x-request-id", requestId);
    response.once("close", () => {
      const seconds = (performance.now() - began) / 1000;
      const route = String(request.route?.path ?? "unknown");
      const status = response.writableEnded ? response.statusCode : 499;
      metrics.requests.inc({ route, method: request.method, status: String(status) });
      metrics.duration.observe({ route }, seconds);
      log.info(
        { requestId, method: request.method, route, status, ms: Math.round(seconds * 1000) },
        "request",
      );
    });
    next();
  };
}
