import { StatementStanceError } from "../errors/index.js";

/** Of a task whose signal was aborted. */
export function givenUp(cause?: unknown): StatementStanceError {
  return new StatementStanceError("client-closed", "the work was given up", { cause });
}
