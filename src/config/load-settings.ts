import { readFileSync } from "node:fs";
import { StatementStanceError, withoutPassword } from "../errors/index.js";
import type { ProblemDetail } from "../schemas/index.js";
import { allowedValues, flagName, type SettingName, Settings, variableName } from "./settings.js";

/** The variable that names a JSON file of settings. */
export const FILE_VARIABLE = "STATEMENT_STANCE_CONFIG";

/** A setting's value, and the variable, flag or file that it came from. */
interface Given {
  readonly value: unknown;
  readonly from: string;
}

/**
 * Settings from flags of the command line, else the environment, else a JSON file, else the defaults; frozen. An empty
 * variable counts as one that is not set.
 * @throws invalid-configuration, naming the variable, flag or key and what is allowed
 */
export function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Partial<Record<SettingName, unknown>>> = {},
): Settings {
  const given = { ...fromFile(environment), ...fromEnvironment(environment), ...fromFlags(flags) };
  const values = Object.fromEntries(Object.entries(given).map(([key, { value }]) => [key, value]));
  const parsed = Settings.safeParse(values);
  if (!parsed.success) throw refusal(parsed.error.issues, given);
  refuseQueueAlone(parsed.data, given.queue);
  return Object.freeze(parsed.data);
}

/** Documents of a queue are written down in a store: without one it would never be used. */
function refuseQueueAlone({ store, queue }: Settings, given?: Given): void {
  if (!queue || store) return;
  const path = given?.from ?? "queue";
  const message = "needs a store as well: set STORE";
  throw new StatementStanceError("invalid-configuration", `${path}: ${message}`, {
    errors: [{ path, code: "invalid", message }],
  });
}

function fromFlags(flags: Readonly<Record<string, unknown>>): Record<string, Given> {
  const set = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([key, value]) => [key, { value, from: flagName(key) }]));
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, Given> {
  const variables = Object.keys(Settings.shape).map((key) => [key, variableName(key)] as const);
  const set = variables.filter(([, variable]) => environment[variable]);
  return Object.fromEntries(set.map(([key, from]) => [key, { value: environment[from], from }]));
}

function fromFile(environment: Readonly<Record<string, string | undefined>>): Record<string, Given> {
  const file = environment[FILE_VARIABLE];
  if (!file) return {};
  const values = readObject(file);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, from: `${key} in ${file}` }]),
  );
}

function readObject(file: string): object {
  const refuse = (why: string, cause?: unknown) =>
    new StatementStanceError("invalid-configuration", `${file}, which ${FILE_VARIABLE} names, ${why}`, {
      file,
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw refuse(`cannot be read: ${(cause as Error).message}`, cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse("must hold a JSON object");
  return value;
}

function refusal(
  issues: readonly { path: PropertyKey[]; code?: string; keys?: string[] }[],
  given: Record<string, Given>,
): StatementStanceError {
  const errors = issues.flatMap(({ path, code = "invalid", keys }) =>
    (keys ?? [String(path[0])]).map((key) => detailOf(key, code, given[key])),
  );
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new StatementStanceError("invalid-configuration", detail, { errors });
}

/** A value as a message may have it. */
function shown(value: unknown): string {
  const mayHoldPassword = typeof value === "string" && /@|password=/i.test(value);
  return JSON.stringify(mayHoldPassword ? withoutPassword(value) : value);
}

function detailOf(key: string, code: string, given?: Given): ProblemDetail {
  const path = given?.from ?? key;
  if (!(key in Settings.shape)) {
    return {
      path,
      code,
      message: `there is no such setting; there are ${Object.keys(Settings.shape).join(", ")}`,
    };
  }
  const expected = allowedValues(key as SettingName);
  const received = shown(given?.value);
  return { path, code, message: `must be ${expected}, not ${received}`, expected, received };
}
