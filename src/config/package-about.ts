import { readFileSync } from "node:fs";

/** The version of this package, and what it is for. */
export const { version: VERSION, description: DESCRIPTION } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string; description: string };
