import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { StatementStanceError } from "../../errors/index.js";
import { unpackedName } from "./decompress.js";
import { type ArchiveFault, archiveFault } from "./items.js";

/** A file to read. */
export interface InputFile {
  readonly type: "file";
  readonly path: string;
  /** The input's own name and the way from there: the same wherever the command is started. */
  readonly name: string;
  readonly size: number;
}

const READABLE = /\.(txt|html?|xhtml|jsonl|ndjson|csv|tsv|tar|zip|warc)$/i;

/** Whether a file's name says that we can read it. */
export const isReadable = (name: string): boolean => READABLE.test(unpackedName(name).inner);

/**
 * Looks at the inputs before anything is begun.
 * @throws file-unreadable, unknown-format; invalid-option where two would give their documents the same ids
 */
export async function checkInputs(inputs: readonly string[]): Promise<void> {
  refuseSameNames(inputs);
  for (const input of inputs) {
    const found = await stat(input).catch((error: Error) => {
      throw new StatementStanceError("file-unreadable", `${input}: ${error.message}`, { file: input });
    });
    if (found.isDirectory() || isReadable(input)) continue;
    throw new StatementStanceError(
      "unknown-format",
      `${input}: expected a folder, or a file named .txt, .html, .jsonl, .csv, .tsv, .zip, .tar or .warc, or one of these with .gz or .zst`,
      { file: input },
    );
  }
}

function refuseSameNames(inputs: readonly string[]): void {
  const byName = new Map<string, string>();
  for (const input of inputs) {
    const name = basename(resolve(input));
    const other = byName.get(name);
    byName.set(name, input);
    if (other === undefined) continue;
    throw new StatementStanceError(
      "invalid-option",
      `${other} and ${input} have one name, by which documents without an id are told apart: give the folder above them, or rename one`,
      { file: input },
    );
  }
}

/** All files of the inputs in the order of their names. A folder that was read already, by a link in a circle, is a fault. */
export async function* walkInputs(inputs: readonly string[]): AsyncGenerator<InputFile | ArchiveFault> {
  for (const input of inputs) yield* walk(resolve(input), basename(resolve(input)), new Set());
}

async function* walk(
  path: string,
  name: string,
  above: ReadonlySet<string>,
): AsyncGenerator<InputFile | ArchiveFault> {
  try {
    const found = await stat(path);
    if (found.isFile()) yield { type: "file", path, name, size: found.size };
    else if (found.isDirectory()) yield* walkFolder(path, name, above);
  } catch (error) {
    yield archiveFault(error, { file: name, line: null });
  }
}

async function* walkFolder(
  path: string,
  name: string,
  above: ReadonlySet<string>,
): AsyncGenerator<InputFile | ArchiveFault> {
  const real = await realpath(path);
  if (above.has(real)) {
    throw new StatementStanceError(
      "file-unreadable",
      `${name}: this link leads back to a folder that holds it`,
    );
  }
  const within = new Set(above).add(real);
  const entries = (await readdir(path)).filter((entry) => !entry.startsWith(".")).sort();
  for (const entry of entries) yield* walk(join(path, entry), `${name}/${entry}`, within);
}
