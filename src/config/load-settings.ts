import { readFileSync } from "node:fs";
import { StatementStanceError } from "../errors/index.js";
import { Settings, variableName } from "./settings.js";

/** The variable that names a JSON file of settings. */
export const FILE_VARIABLE = "STATEMENT_STANCE_CONFIG";

/**
 * Settings from given values (the command line's), else the environment, else a JSON file, else the defaults; frozen.
 * @throws invalid-configuration, naming the variable or key and what is allowed
 */
export function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  given: Partial<Settings> = {},
): Settings {
  const path = environment[FILE_VARIABLE];
  const fromFile = path ? readSettingsFile(path) : {};
  const values: Record<string, unknown> = { ...fromFile };
  const origin: Record<string, string> = Object.fromEntries(
    Object.keys(fromFile).map((key) => [key, `${key} in ${path}`]),
  );
  for (const key of Object.keys(Settings.shape)) {
    const variable = variableName(key);
    const value = environment[variable];
    if (value === undefined || value === "") continue;
    values[key] = value;
    origin[key] = variable;
  }
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    values[key] = value;
    origin[key] = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  }
  return check(values, origin);
}

function check(values: Record<string, unknown>, origin: Record<string, string>): Settings {
  const parsed = Settings.safeParse(values);
  if (parsed.success) return Object.freeze(parsed.data);
  const errors = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? "");
    return { path: origin[key] ?? key, code: issue.code ?? "invalid", message: issue.message };
  });
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  throw new StatementStanceError("invalid-configuration", detail, { errors });
}

function readSettingsFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new StatementStanceError(
      "invalid-configuration",
      `${file} (from ${FILE_VARIABLE}) cannot be read: ${String(cause)}`,
      {
        file,
        cause,
      },
    );
  }
  throw new StatementStanceError(
    "invalid-configuration",
    `${file} (from ${FILE_VARIABLE}) must hold a JSON object`,
    { file },
  );
}
