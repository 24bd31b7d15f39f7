import { StatementStanceError } from "../errors/index.js";
import { parseJson } from "../formats/index.js";
import type { Place } from "./contract.js";

export interface JsonRow {
  readonly value: unknown;
  readonly place: Place;
}

/** The values of JSON lines, or of one JSON text: the members of a list, or of the list that an object holds. */
export function jsonRows(text: string, file: string, faults: StatementStanceError[]): JsonRow[] {
  const whole = wholeJson(text);
  if (whole !== undefined) return membersOf(whole).map((value) => ({ value, place: { file } }));
  return text.split("\n").flatMap((line, index): JsonRow[] => {
    if (line.trim() === "") return [];
    const place = { file, line: index + 1 };
    try {
      return [{ value: parseJson(line, place, "gold-invalid"), place }];
    } catch (error) {
      if (!(error instanceof StatementStanceError)) throw error;
      faults.push(error);
      return [];
    }
  });
}

/** How an object begins that is no line of JSON lines: over several lines, or with the list that holds the rows. */
const OBJECT = /^\{\s*(?:\n|"documents"\s*:)/;

/** The value of a text that is one JSON value over several lines, or a list, or holds one. */
function wholeJson(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "" || (!trimmed.startsWith("[") && !OBJECT.test(trimmed))) return undefined;
  try {
    return parseJson(trimmed);
  } catch {
    return trimmed.startsWith("[") ? parseJson(text, {}, "gold-invalid") : undefined;
  }
}

function membersOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const { documents } = value as { documents?: unknown };
  return Array.isArray(documents) ? documents : [value];
}
