import type { ErrorRequestHandler, RequestHandler } from "express";
import { StatementStanceError, toProblem } from "../errors/index.js";
import type { Problem } from "../schemas/index.js";
import type { ServiceContext } from "./context.js";

export const PROBLEM_TYPE = "application/problem+json";

/** The one place where an error becomes an answer. */
export function answerProblems(context: ServiceContext): ErrorRequestHandler {
  const { log, metrics, admission } = context;
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const known = fromBodyParser(error);
    const instance = String(response.locals.requestId);
    const told = toProblem(known);
    const isOurs = OURS.test(told.code);
    if (isOurs) log.error({ err: known, requestId: instance }, "internal error");
    const problem = { ...(isOurs ? withoutPlace(told) : told), instance };
    if (problem.status === 503) response.set("retry-after", String(admission.retryAfter()));
    if (problem.status === 503 || problem.status === 413) metrics.refused.inc({ reason: problem.code });
    if (response.destroyed) return;
    response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  };
}

/** What goes wrong on our side: where our files and servers are is for the log. */
const OURS = /^(store-(?!needed)|queue-|model-|internal$|file-unwritable$)/;

const withoutPlace = ({ type, title, status, code }: Problem): Problem => ({
  type,
  title,
  status,
  code,
  detail: title,
});

interface HttpError {
  readonly type: string;
  readonly status: number;
  readonly message: string;
  /** Of a body that is larger. */
  readonly limit: number;
}

/** Errors of Express and its body parser, in the catalogue's words. */
function fromBodyParser(cause: unknown): unknown {
  if (cause instanceof StatementStanceError) return cause;
  const { type, status, message, limit } = cause as Partial<HttpError>;
  const detail = message ?? "the request cannot be read";
  if (type === "entity.too.large") {
    const tooLarge = `the body is larger than ${limit} bytes, the limit`;
    return new StatementStanceError("body-too-large", tooLarge, { cause });
  }
  if (type === "encoding.unsupported")
    return new StatementStanceError("unsupported-media-type", detail, { cause });
  if (type === "request.aborted")
    return new StatementStanceError("client-closed", "the client left", { cause });
  if (cause instanceof URIError || (status !== undefined && status >= 400 && status < 500))
    return new StatementStanceError("invalid-request", detail, { cause });
  return cause;
}

/** Answers requests whose address there is not. */
export const refuseUnknown: RequestHandler = () => {
  throw new StatementStanceError(
    "not-found",
    "there is nothing at this address; GET /docs lists what there is",
  );
};

/** For an address that has other methods only. */
export function refuseMethod(...allowed: string[]): RequestHandler {
  return (request, response) => {
    const methods = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    response.set("allow", methods);
    throw new StatementStanceError(
      "method-not-allowed",
      `this address has ${methods}, and not ${request.method}`,
    );
  };
}
