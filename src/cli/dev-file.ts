import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where the corpora lie that may not be copied into the repository. */
export const CORPORA = "../shared/data";

/** The dev file of a set of gold, among the corpora or the repository's own; undefined where neither has one. */
export function devFile(set: string, corpora = CORPORA): string | undefined {
  return [corpora, "datasets"]
    .map((folder) => join(folder, set, "dev.jsonl"))
    .find((file) => existsSync(file));
}
