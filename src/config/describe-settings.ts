import { z } from "zod";
import { FILE_VARIABLE } from "./load-settings.js";
import { Settings, variableName } from "./settings.js";

interface Property {
  description?: string;
  default?: unknown;
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
}

/** The page docs/configuration.md, made from the schema. */
export function describeSettings(): string {
  const schema = z.toJSONSchema(Settings, { io: "input", unrepresentable: "any" });
  const rows = Object.entries((schema.properties ?? {}) as Record<string, Property>).map(
    ([key, property]) => {
      const standard = property.default === undefined ? "" : `\`${JSON.stringify(property.default)}\``;
      return `| \`${variableName(key)}\` | \`${key}\` | ${property.description ?? ""} | ${allowed(key, property)} | ${standard} |`;
    },
  );
  return [
    "# Configuration",
    "",
    "Made from the schema; a test compares the two. Do not edit.",
    "",
    `Each setting is read from the command line of \`serve\`, else from its environment variable, else from the JSON file that \`${FILE_VARIABLE}\` names, else it has its default. A value that is not allowed, or an unknown key, stops the start.`,
    "",
    "| variable | key | meaning | allowed | default |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function allowed(key: string, property: Property): string {
  if (property.enum) return property.enum.join(", ");
  const shape = Settings.shape[key as keyof typeof Settings.shape];
  const inner = z.toJSONSchema(shape, { io: "output", unrepresentable: "any" }) as Property;
  if (inner.type === "integer" || inner.type === "number") {
    const upper =
      inner.maximum === undefined || inner.maximum >= Number.MAX_SAFE_INTEGER ? "" : ` to ${inner.maximum}`;
    return `whole number from ${inner.minimum ?? 0}${upper}`;
  }
  return "text";
}
