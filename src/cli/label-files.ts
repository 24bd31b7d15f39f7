import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { StatementStanceError } from "../errors/index.js";
import { decodeSent } from "../formats/index.js";
import type { LabelInput } from "../labels/index.js";

/** Files that are read of a folder of brat. */
const STANDOFF = /\.(txt|ann)$/;

/**
 * A file of labels, a folder of brat's, or one .ann file with its .txt.
 * @throws file-unreadable, invalid-encoding, is-directory
 */
export function openLabels(path: string): LabelInput {
  const paths = pathsOf(path);
  if (paths.length === 0)
    throw new StatementStanceError("is-directory", `${path} is a directory without .ann files`, {
      file: path,
    });
  return { name: path, files: new Map(paths.map((one) => [one, textOf(one)])) };
}

function pathsOf(path: string): string[] {
  if (path === "-") return ["-"];
  if (path.endsWith(".ann")) return [path, path.replace(/\.ann$/, ".txt")];
  const isFolder = reading(path, () => statSync(path).isDirectory());
  if (!isFolder) return [path];
  const names = reading(path, () => readdirSync(path)).filter((name) => STANDOFF.test(name));
  return names.some((name) => name.endsWith(".ann")) ? names.sort().map((name) => join(path, name)) : [];
}

function textOf(path: string): string {
  const bytes = reading(path, () => readFileSync(path === "-" ? 0 : path));
  try {
    return decodeSent(bytes, undefined);
  } catch (error) {
    if (!(error instanceof StatementStanceError)) throw error;
    throw new StatementStanceError(error.code, error.message, { file: path, cause: error });
  }
}

function reading<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const detail = missing ? "there is no such file" : `it cannot be read: ${(cause as Error).message}`;
    throw new StatementStanceError("file-unreadable", `${path}: ${detail}`, { file: path, cause });
  }
}

/** Texts by id, of JSON lines with an id and a text: documents as `classify` reads them, or gold. */
export function openTexts(path: string | undefined): Map<string, string> | undefined {
  if (path === undefined) return undefined;
  const lines = [...openLabels(path).files.values()][0]!.split("\n");
  return new Map(
    lines.flatMap((line, index): [string, string][] => {
      if (line.trim() === "") return [];
      const { id, text } = parseLine(line, path, index + 1);
      return typeof text === "string" ? [[String(id ?? basename(path)), text]] : [];
    }),
  );
}

function parseLine(line: string, file: string, number: number): { id?: unknown; text?: unknown } {
  try {
    return JSON.parse(line) ?? {};
  } catch (cause) {
    throw new StatementStanceError("broken-line", "the line is no JSON", { file, line: number, cause });
  }
}
