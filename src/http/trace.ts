import { context, propagation, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { RequestHandler } from "express";
import type { DocumentResult } from "../schemas/index.js";

/** A span for each request, a child of the caller's where it sent a `traceparent`. Neither text nor address is in it. */
export function traceRequests(tracer: Tracer): RequestHandler {
  return (request, response, next) => {
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    response.locals.traceId = span.spanContext().traceId;
    response.once("close", () => {
      const route = String(request.route?.path ?? "unknown");
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({
        "http.request.method": request.method,
        "http.route": route,
        "http.response.status_code": response.statusCode,
        "statement_stance.request_id": String(response.locals.requestId),
      });
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}

/** Tells the request's span how the time of its documents was spent. */
export function traceResults(results: readonly DocumentResult[]): void {
  const span = trace.getActiveSpan();
  if (!span) return;
  const sum = (read: (result: DocumentResult) => number) =>
    results.reduce((total, one) => total + read(one), 0);
  span.setAttributes({
    "statement_stance.documents": results.length,
    "statement_stance.statements": sum(({ statements }) => statements.length),
    "statement_stance.tokens": sum(({ timing }) => timing.tokens),
    "statement_stance.queue_ms": sum(({ timing }) => timing.queueMs),
    "statement_stance.inference_ms": sum(({ timing }) => timing.inferenceMs),
    "statement_stance.decode_ms": sum(({ timing }) => timing.decodeMs),
  });
}
