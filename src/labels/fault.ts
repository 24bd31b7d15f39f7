import type { z } from "zod";
import { type ErrorCode, pathText, StatementStanceError } from "../errors/index.js";
import type { Place } from "./contract.js";

/** A fault of labels; `statement` counts from 0 and is told from 1. */
export function fault(
  code: ErrorCode,
  message: string,
  place: Place,
  statement?: number,
): StatementStanceError {
  const where = [
    place.document === undefined ? "" : `document ${place.document}`,
    statement === undefined ? "" : `statement ${statement + 1}`,
  ].filter(Boolean);
  const detail = where.length > 0 ? `${where.join(", ")}: ${message}` : message;
  return new StatementStanceError(code, detail, place);
}

/** Fields whose values are labels: a wrong one is an unknown label, not a wrong shape. */
const LABEL_FIELDS = new Set(["stance", "speaker_type", "type"]);

/** Of one row: more would tell nothing more. */
const MOST_FAULTS = 1000;

/** A value that does not fit its schema, one fault for each field; `statements[3]` in a path is told as statement 4. */
export function shapeFaults({ issues }: z.ZodError, place: Place): StatementStanceError[] {
  return issues.slice(0, MOST_FAULTS).map((issue) => {
    const at = issue.path.indexOf("statements");
    const index = at < 0 ? undefined : issue.path[at + 1];
    const statement = typeof index === "number" ? index : undefined;
    const path = statement === undefined ? issue.path : issue.path.slice(at + 2);
    const unknown = issue.code === "invalid_value" && LABEL_FIELDS.has(String(path.at(-1)));
    const named = path.length > 0 ? `${pathText(path)}: ` : "";
    return fault(unknown ? "gold-unknown-label" : "gold-invalid", named + issue.message, place, statement);
  });
}
