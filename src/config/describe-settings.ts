import { z } from "zod";
import { FILE_VARIABLE } from "./load-settings.js";
import { allowedValues, flagName, type SettingName, Settings, variableName } from "./settings.js";

const HEAD = `# Configuration

Made from the schema by \`npm run docs\`; do not edit.

Each setting of \`statement-stance serve\` is read from the command line, else from its environment variable, else from
the JSON file that the variable \`${FILE_VARIABLE}\` names, else it has its default. A value that is not allowed, or a
key of the file that there is not, stops the start with exit code 78 and a line that names it and says what is allowed.
A variable that is set to nothing counts as not set.

| variable | flag | key of the file | meaning | allowed | default |
| --- | --- | --- | --- | --- | --- |
`;

/** The page docs/configuration.md, made from the schema. */
export function describeSettings(): string {
  const keys = Object.keys(Settings.shape) as SettingName[];
  return `${HEAD}${keys.map(row).join("\n")}\n`;
}

function row(key: SettingName): string {
  const shape = z.toJSONSchema(Settings.shape[key], { io: "output" });
  const standard = shape.default === undefined || shape.default === "" ? "" : `\`${String(shape.default)}\``;
  const cells = [
    `\`${variableName(key)}\``,
    `\`${flagName(key)}\``,
    `\`${key}\``,
    shape.description,
    allowedValues(key),
    standard,
  ];
  return `| ${cells.join(" | ")} |`;
}
