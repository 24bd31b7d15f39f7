import { z } from "zod";
import { FILE_VARIABLE } from "./load-settings.js";
import {
  allowedValues,
  flagName,
  Settings,
  type SettingsSchema,
  variableName,
  WorkerSettings,
} from "./settings.js";

const HEAD = `# Configuration

Made from the schema by \`npm run docs\`; do not edit.

Each setting is read from the command line, else from its environment variable, else from the JSON file that the variable
\`${FILE_VARIABLE}\` names, else it has its default. A value that is not allowed, or a key of the file that there is not, stops
the start with exit code 78 and a line that names it and says what is allowed. A variable that is set to nothing counts as not
set. Both commands may share a file: each passes over what only the other one reads.
`;

const COLUMNS = `| variable | flag | key of the file | meaning | allowed | default |
| --- | --- | --- | --- | --- | --- |
`;

/** The page docs/configuration.md, made from the schema. */
export function describeSettings(): string {
  return [HEAD, section("serve", Settings), section("worker", WorkerSettings)].join("\n");
}

function section(command: string, { shape }: SettingsSchema): string {
  const rows = Object.entries(shape).map(([key, setting]) => row(key, setting));
  return `## \`statement-stance ${command}\`\n\n${COLUMNS}${rows.join("\n")}\n`;
}

function row(key: string, setting: z.ZodType): string {
  const shape = z.toJSONSchema(setting, { io: "output" });
  const standard = shape.default === undefined || shape.default === "" ? "" : `\`${String(shape.default)}\``;
  const cells = [
    `\`${variableName(key)}\``,
    `\`${flagName(key)}\``,
    `\`${key}\``,
    shape.description,
    allowedValues(setting),
    standard,
  ];
  return `| ${cells.join(" | ")} |`;
}
