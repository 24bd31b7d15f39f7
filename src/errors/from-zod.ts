import type { z } from "zod";
import type { ProblemDetail } from "../schemas/index.js";
import type { ErrorCode } from "./catalogue.js";
import { type ErrorPlace, StatementStanceError } from "./statement-stance-error.js";

/** `["documents", 3, "text"]` as `documents[3].text`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

/** Mistakes that are told one by one, and characters of each: an answer is never larger than what was sent. */
const MOST_TOLD = 50;
const LONGEST_MESSAGE = 1000;

function detailsOf(error: z.ZodError): ProblemDetail[] {
  const details = error.issues.slice(0, MOST_TOLD).flatMap((issue) => {
    const detail = (path: readonly PropertyKey[], message: string): ProblemDetail => ({
      path: pathText(path).slice(0, LONGEST_MESSAGE),
      code: issue.code ?? "invalid",
      message: message.slice(0, LONGEST_MESSAGE),
    });
    if (issue.code !== "unrecognized_keys") return [detail(issue.path, issue.message)];
    const told = issue.keys.slice(0, MOST_TOLD);
    return told.map((key) => detail([...issue.path, key], "there is no such field"));
  });
  return details.slice(0, MOST_TOLD);
}

/** An issue about unknown fields is one for all of an object's. */
function mistakesOf(issue: z.core.$ZodIssue): number {
  return issue.code === "unrecognized_keys" ? issue.keys.length : 1;
}

/** Parses with a schema; what does not fit is raised as `code`, naming each field. */
export function parseOrThrow<T extends z.ZodType>(
  schema: T,
  value: unknown,
  code: ErrorCode,
  place: ErrorPlace = {},
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = detailsOf(parsed.error);
  const mistakes = parsed.error.issues.reduce((sum, issue) => sum + mistakesOf(issue), 0);
  const first = errors[0];
  const where = first?.path ? `${first.path}: ` : "";
  const more = mistakes > 1 ? ` (and ${mistakes - 1} more)` : "";
  throw new StatementStanceError(code, `${where}${first?.message ?? "invalid"}${more}`, { ...place, errors });
}
