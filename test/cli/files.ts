import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh folder, and a way to put files into it: each gives its path. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  const at = (name: string) => join(folder, name);
  return {
    at,
    file(name: string, content: string | Buffer): string {
      writeFileSync(at(name), content);
      return at(name);
    },
  };
}

/** JSON lines of rows, and back. */
export const jsonLines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
export const parseLines = (text: string): any[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
