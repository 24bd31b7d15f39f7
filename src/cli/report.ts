import { StatementStanceError, toProblem } from "../errors/index.js";

/** One line on standard error: what was wrong, and where. */
export function reportError(error: unknown): void {
  const problem = toProblem(error);
  const place = [problem.file, problem.line].filter((part) => part !== undefined).join(":");
  const detail =
    error instanceof StatementStanceError ? problem.detail : String((error as Error)?.stack ?? error);
  const named = place && !detail.startsWith(place) ? `${place}: ` : "";
  process.stderr.write(`statement-stance: ${named}${detail} [${problem.code}]\n`);
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  return error instanceof StatementStanceError ? error.exitCode : 70;
}
