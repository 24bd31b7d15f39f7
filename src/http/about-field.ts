import { StatementStanceError } from "../errors/index.js";

/** An error with the field of the request that it is about; one that is not the client's stays as it is. */
export function aboutField(error: unknown, path: string): unknown {
  if (!(error instanceof StatementStanceError) || error.status >= 500) return error;
  const { code, message, place } = error;
  const errors = place.errors ?? [{ path, code, message }];
  return new StatementStanceError(code, `${path}: ${message}`, { ...place, errors, cause: error });
}
