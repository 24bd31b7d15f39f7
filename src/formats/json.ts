import { printParseErrorCode, visit } from "jsonc-parser";
import { type ErrorCode, type ErrorPlace, StatementStanceError } from "../errors/index.js";

/**
 * A JSON text's value.
 * @throws invalid-json (or the code given) with the line and column of the first mistake
 */
export function parseJson(text: string, place: ErrorPlace = {}, code: ErrorCode = "invalid-json"): unknown {
  if (text.trim() === "") throw new StatementStanceError(code, "there is no JSON: the input is empty", place);
  return parseValue(text, "the JSON is broken", place, code);
}

/**
 * Text that is not empty as JSON; `broken` is what an error says before it tells where.
 * @throws the code given, where it is broken or nested too deep
 */
export function parseValue(text: string, broken: string, place: ErrorPlace, code: ErrorCode): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StatementStanceError(code, `${broken} ${jsonMistake(text)}`, { ...place, cause });
  }
  refuseDeep(value, place, code);
  return value;
}

/** Objects and lists within each other. What goes through deeper ones, as the copy for a thread does, runs out of stack. */
const DEEPEST = 64;

function refuseDeep(value: unknown, place: ErrorPlace, code: ErrorCode): void {
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw new StatementStanceError(code, `the JSON is nested more than ${DEEPEST} deep`, place);
    level = level.flatMap((outer) => Object.values(outer).filter(isNested));
  }
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

/** "at line 3, column 14: comma expected"; the engine's own messages differ from version to version and quote the text. */
function jsonMistake(text: string): string {
  let found: { code: number; offset: number } | undefined;
  const onError = (code: number, offset: number): void => {
    found ??= { code, offset };
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "and nested too deep to say where";
  }
  if (!found) return "somewhere in a string or number";
  const name = printParseErrorCode(found.code).replace(
    /(?<=[a-z])[A-Z]/g,
    (letter) => ` ${letter.toLowerCase()}`,
  );
  return `${where(text, found.offset)}: ${name.toLowerCase()}`;
}

function where(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const column = offset - before.lastIndexOf("\n");
  return text.trimEnd().includes("\n")
    ? `at line ${before.split("\n").length}, column ${column}`
    : `at column ${column}`;
}
