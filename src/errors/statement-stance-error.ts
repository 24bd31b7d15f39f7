import type { Problem, ProblemDetail } from "../schemas/index.js";
import { CATALOGUE, type ErrorCode } from "./catalogue.js";

/** Where an error belongs: what the message names besides the catalogue's title. */
export interface ErrorPlace {
  errors?: ProblemDetail[];
  file?: string;
  line?: number;
  document?: string;
  cause?: unknown;
}

/** An error of the catalogue. `message` says what was wrong in this case, in one sentence. */
export class StatementStanceError extends Error {
  override readonly name = "StatementStanceError";
  readonly code: ErrorCode;
  readonly place: Omit<ErrorPlace, "cause">;

  constructor(code: ErrorCode, detail: string, { cause, ...place }: ErrorPlace = {}) {
    super(detail, cause === undefined ? undefined : { cause });
    this.code = code;
    this.place = place;
  }

  /** HTTP status of this error. */
  get status(): number {
    return CATALOGUE[this.code].status;
  }

  /** Exit code of the command line, after sysexits.h. */
  get exitCode(): number {
    return CATALOGUE[this.code].exit;
  }
}

/** The page of the service that explains all errors; each has its code as anchor. */
export const ERRORS_PAGE = "/docs/errors";

/** Problem details (RFC 9457) of any error; what is not of the catalogue becomes `internal`, without its text. */
export function toProblem(error: unknown): Problem {
  const known =
    error instanceof StatementStanceError ? error : new StatementStanceError("internal", "unexpected error");
  return {
    type: `${ERRORS_PAGE}#${known.code}`,
    title: CATALOGUE[known.code].title,
    status: known.status,
    code: known.code,
    detail: known.message,
    ...known.place,
  };
}
