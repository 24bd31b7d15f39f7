import { type Command, Option } from "commander";
import { flagName, type SettingsSchema, variableName } from "../config/index.js";

/** Adds an option to a command for each of its settings; their values are checked with those of other places. */
export function withSettings(
  command: Command,
  { shape }: SettingsSchema,
  shortFlags: Readonly<Record<string, string>> = {},
): Command {
  for (const [key, { description }] of Object.entries(shape)) {
    const flags = [shortFlags[key], `${flagName(key)} <value>`].filter(Boolean).join(", ");
    command.addOption(new Option(flags, `${description} [${variableName(key)}]`));
  }
  return command;
}
