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

function detailsOf(error: z.ZodError): ProblemDetail[] {
  return error.issues.flatMap((issue) => {
    const detail = (path: readonly PropertyKey[], message: string): ProblemDetail => ({
      path: pathText(path),
      code: issue.code ?? "invalid",
      message,
    });
    if (issue.code !== "unrecognized_keys") return [detail(issue.path, issue.message)];
    return issue.keys.map((key) => detail([...issue.path, key], "there is no such field"));
  });
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
  const first = errors[0];
  const where = first?.path ? `${first.path}: ` : "";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new StatementStanceError(code, `${where}${first?.message ?? "invalid"}${more}`, { ...place, errors });
}
