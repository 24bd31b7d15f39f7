import { readFileSync } from "node:fs";
import type { z } from "zod";
import { StatementStanceError, withoutPassword } from "../errors/index.js";
import type { ProblemDetail } from "../schemas/index.js";
import {
  allowedValues,
  flagName,
  type SettingName,
  Settings,
  type SettingsSchema,
  variableName,
  WorkerSettings,
} from "./settings.js";

/** The variable that names a JSON file of settings. */
export const FILE_VARIABLE = "STATEMENT_STANCE_CONFIG";

/** A setting's value, and the variable, flag or file that it came from. */
interface Given {
  readonly value: unknown;
  readonly from: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Flags = Readonly<Partial<Record<SettingName, unknown>>>;

/**
 * Settings from flags of the command line, else the environment, else a JSON file, else the defaults; frozen. An empty
 * variable counts as one that is not set.
 * @throws invalid-configuration, naming the variable, flag or key and what is allowed
 */
export function loadSettings(environment: Environment, flags: Flags = {}): Settings {
  return load(Settings, environment, flags);
}

/** The same of a worker. @throws invalid-configuration */
export function loadWorkerSettings(environment: Environment, flags: Flags = {}): WorkerSettings {
  return load(WorkerSettings, environment, flags);
}

function load<Schema extends SettingsSchema>(
  schema: Schema,
  environment: Environment,
  flags: Flags,
): Readonly<z.output<Schema>> {
  const given = {
    ...fromFile(schema, environment),
    ...fromEnvironment(schema, environment),
    ...fromFlags(flags),
  };
  const values = Object.fromEntries(Object.entries(given).map(([key, { value }]) => [key, value]));
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw refusal(schema, parsed.error.issues, given);
  refuseQueueAlone(parsed.data, given.queue);
  return Object.freeze(parsed.data) as Readonly<z.output<Schema>>;
}

/** Documents of a queue are written down in a store: without one it would never be used. */
function refuseQueueAlone({ store, queue }: Pick<Settings, "store" | "queue">, given?: Given): void {
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

function fromEnvironment(schema: SettingsSchema, environment: Environment): Record<string, Given> {
  const variables = Object.keys(schema.shape).map((key) => [key, variableName(key)] as const);
  const set = variables.filter(([, variable]) => environment[variable]);
  return Object.fromEntries(set.map(([key, from]) => [key, { value: environment[from], from }]));
}

/** One file may serve all commands: settings that only another one reads are passed over. */
function fromFile(schema: SettingsSchema, environment: Environment): Record<string, Given> {
  const file = environment[FILE_VARIABLE];
  if (!file) return {};
  const isOther = (key: string) =>
    !(key in schema.shape) && (key in Settings.shape || key in WorkerSettings.shape);
  const values = Object.entries(readObject(file)).filter(([key]) => !isOther(key));
  return Object.fromEntries(values.map(([key, value]) => [key, { value, from: `${key} in ${file}` }]));
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
  { shape }: SettingsSchema,
  issues: readonly { path: PropertyKey[]; code?: string; keys?: string[] }[],
  given: Record<string, Given>,
): StatementStanceError {
  const errors = issues.flatMap(({ path, code = "invalid", keys }) =>
    (keys ?? [String(path[0])]).map((key) => detailOf(shape, key, code, given[key])),
  );
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new StatementStanceError("invalid-configuration", detail, { errors });
}

/** A value as a message may have it. */
function shown(value: unknown): string {
  const mayHoldPassword = typeof value === "string" && /@|password=/i.test(value);
  return JSON.stringify(mayHoldPassword ? withoutPassword(value) : value);
}

function detailOf(
  settings: Readonly<Record<string, z.ZodType>>,
  key: string,
  code: string,
  given?: Given,
): ProblemDetail {
  const path = given?.from ?? key;
  const setting = settings[key];
  if (!setting) {
    const names = Object.keys(settings).join(", ");
    return { path, code, message: `there is no such setting; there are ${names}` };
  }
  const expected = allowedValues(setting);
  const received = shown(given?.value);
  return { path, code, message: `must be ${expected}, not ${received}`, expected, received };
}
