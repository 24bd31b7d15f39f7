import { createHash } from "node:crypto";
import { StatementStanceError } from "../../errors/index.js";
import type { DocumentRow } from "../../schemas/index.js";
import { placeName } from "../document-place.js";

/** A document of an archive. The text of a page is its HTML still: the article is taken out where it is needed. */
export interface ArchiveDocument {
  readonly type: "document";
  /** The row's id, or its place in the archive. */
  readonly key: string;
  /** Of all that decides what the model reads and what is stored with it. */
  readonly hash: string;
  readonly file: string;
  readonly line: number | null;
  readonly media: "plain" | "html";
  readonly row: DocumentRow;
  /** The row as the file has it, where that is more. */
  readonly given?: object;
}

/** A place of an archive that cannot be read; the reading goes on after it where it can. */
export interface ArchiveFault {
  readonly type: "fault";
  readonly key: string;
  readonly error: StatementStanceError;
}

/** A file that is of no known format, passed over. */
export interface IgnoredFile {
  readonly type: "ignored";
  readonly file: string;
}

export type ArchiveItem = ArchiveDocument | ArchiveFault | IgnoredFile;

/** Which column of a CSV file holds what. */
export interface Columns {
  readonly text: string;
  readonly id: string;
  readonly title: string;
  readonly date: string;
  readonly url: string;
}

/** How archives are read. */
export interface ArchiveOptions {
  readonly columns: Columns;
  /** Between the columns of a CSV file. Default: a comma, in .tsv a tab. */
  readonly delimiter?: string | undefined;
  /** Of text that does not declare its own. Default: UTF-8, and anything else is an error that names the likely one. */
  readonly encoding?: string | undefined;
  /** Largest document, unpacked, in bytes. */
  readonly maxDocumentBytes: number;
  /** Put before the place that serves as id of documents without one. */
  readonly idPrefix: string;
}

export const DEFAULT_ARCHIVE_OPTIONS: ArchiveOptions = {
  columns: { text: "text", id: "id", title: "title", date: "date", url: "url" },
  maxDocumentBytes: 16 * 1024 * 1024,
  idPrefix: "",
};

/** Where a document was found. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

const place = ({ file, line }: Place): string => placeName({ file, line: line ?? undefined });

/** A document with its key and hash. */
export function archiveDocument(
  row: DocumentRow,
  media: ArchiveDocument["media"],
  where: Place,
  { idPrefix }: ArchiveOptions,
): ArchiveDocument {
  const key = row.id === undefined ? `${idPrefix}${place(where)}` : String(row.id);
  const content = [row.text, row.title ?? null, row.date ?? null, row.url ?? null, row.targets ?? null];
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
  return { type: "document", key, hash, ...where, media, row };
}

/** A fault at a place; errors that are not of the catalogue are raised on. */
export function archiveFault(error: unknown, where: Place): ArchiveFault {
  const { file, line } = where;
  const known = ofCatalogue(error, where);
  const placed = new StatementStanceError(known.code, known.message, {
    ...known.place,
    file,
    ...(line === null ? {} : { line }),
    cause: error,
  });
  return { type: "fault", key: `${place(where)} ${known.code}`, error: placed };
}

/** Errors of the file system are faults of the file. */
function ofCatalogue(error: unknown, { file }: Place): StatementStanceError {
  if (error instanceof StatementStanceError) return error;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (typeof syscall !== "string") throw error;
  const reason = code === "ELOOP" ? "its symbolic links lead in a circle" : message;
  return new StatementStanceError("file-unreadable", `${file}: ${reason}`);
}
