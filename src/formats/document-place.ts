import { StatementStanceError } from "../errors/index.js";

/** Where a document stands in the inputs. */
export interface DocumentPlace {
  readonly file: string;
  /** Of a row of JSON lines or CSV, from 1. */
  readonly line?: number | undefined;
  /** Of a member of a JSON list, from 1. */
  readonly number?: number | undefined;
}

/** What a document without an id is called: its file, and its place in it. `batch` calls it so, too. */
export function placeName({ file, line, number }: DocumentPlace): string {
  const within = line ?? number;
  return within === undefined ? file : `${file}#${within}`;
}

/**
 * An error with the place of its document: those of the catalogue as they are, those of the file system as
 * `is-directory` or `file-unreadable`. Any other is a mistake of ours, and stays what it is.
 */
export function placedError(error: unknown, { file, line, number }: DocumentPlace): unknown {
  if (error instanceof StatementStanceError) {
    const which = number === undefined ? "" : `document ${number}: `;
    const place = { ...error.place, file, ...(line !== undefined && { line }), cause: error };
    return new StatementStanceError(error.code, which + error.message, place);
  }
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (typeof syscall !== "string") return error;
  if (code === "EISDIR") return new StatementStanceError("is-directory", `${file} is a directory`, { file });
  const why: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EACCES: "permission denied",
  };
  const detail = `${file}: ${why[code ?? ""] ?? message}`;
  return new StatementStanceError("file-unreadable", detail, { file, cause: error });
}
