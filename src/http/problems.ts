import type { ErrorRequestHandler, RequestHandler } from "express";
import { StatementStanceError, toProblem } from "../errors/index.js";
import type { ServiceContext } from "./context.js";

export const PROBLEM_TYPE = "application/problem+json";

/** The one place where an error becomes an answer. */
export function answerProblems({ log, metrics, settings }: ServiceContext): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = fromBodyParser(error, settings.maxBodyBytes);
    const problem = { ...toProblem(known), instance: String(response.locals.requestId) };
    if (problem.status >= 500 && problem.code === "internal")
      log.error({ err: known, requestId: problem.instance }, "internal error");
    if (problem.status === 503) response.set("retry-after", "1");
    if (problem.status === 503 || problem.status === 413) metrics.refused.inc({ reason: problem.code });
    if (request.aborted) return;
    response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  };
}

/** Errors of the body parser, in the catalogue's words. */
function fromBodyParser(error: unknown, limit: number): unknown {
  if (error instanceof StatementStanceError) return error;
  const { type, message } = error as { type?: string; message?: string };
  if (error instanceof URIError)
    return new StatementStanceError("invalid-request", "the address is not valid");
  if (type === "entity.too.large") {
    return new StatementStanceError("body-too-large", `the body is larger than ${limit} bytes, the limit`, {
      cause: error,
    });
  }
  if (type === "encoding.unsupported")
    return new StatementStanceError("unsupported-media-type", message ?? "unknown encoding");
  if (type === "request.aborted")
    return new StatementStanceError("client-closed", "the client closed the connection");
  if (type === "request.size.invalid")
    return new StatementStanceError("invalid-request", message ?? "the body's size is not as told");
  const status = (error as { status?: number }).status;
  if (status === 400)
    return new StatementStanceError("invalid-request", message ?? "the request cannot be read", {
      cause: error,
    });
  return error;
}

/** Answers requests whose address, or method, there is not. */
export const refuseUnknown: RequestHandler = (request) => {
  throw new StatementStanceError("not-found", `there is no ${request.path}`);
};

/** For an address that has other methods only. */
export function refuseMethod(...allowed: string[]): RequestHandler {
  return (request, response) => {
    response.set("allow", allowed.join(", "));
    throw new StatementStanceError(
      "method-not-allowed",
      `${request.path} has ${allowed.join(", ")}, not ${request.method}`,
    );
  };
}
