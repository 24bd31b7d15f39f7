import { readFile, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { DocumentRow } from "../schemas/index.js";
import { decodeText } from "./decode.js";
import { readArticle } from "./html.js";

export const INPUT_FORMATS = ["text", "html", "json", "jsonl"] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** A document and where it came from; or what was wrong with it, so that the rest can go on. */
export type ReadDocument =
  | { readonly document: DocumentRow; readonly file: string; readonly line?: number }
  | { readonly error: StatementStanceError };

const BY_EXTENSION: Readonly<Record<string, InputFormat>> = {
  html: "html",
  htm: "html",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
};

/** The documents of a file, read as its name says unless a format is given. JSONL is streamed line by line. */
export async function* readDocumentFile(path: string, format?: InputFormat): AsyncGenerator<ReadDocument> {
  try {
    const known = format ?? BY_EXTENSION[path.split(".").at(-1)?.toLowerCase() ?? ""] ?? "text";
    if ((await stat(path)).isDirectory()) {
      throw new StatementStanceError("is-directory", `${path} is a directory`, { file: path });
    }
    const bytes = await readFile(path);
    yield* readDocuments(bytes, path, known);
  } catch (error) {
    yield { error: fileError(error, path) };
  }
}

/** The documents of standard input; without a format it is told by the first characters. */
export async function* readDocumentStream(
  stream: Readable,
  name: string,
  format?: InputFormat,
): AsyncGenerator<ReadDocument> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    yield* readDocuments(bytes, name, format ?? guessFormat(bytes));
  } catch (error) {
    yield { error: fileError(error, name) };
  }
}

function guessFormat(bytes: Buffer): InputFormat {
  const head = bytes.subarray(0, 4096).toString("latin1").trimStart();
  if (/^<(!doctype html|html|head|body)\b/i.test(head)) return "html";
  if (!/^[{[]/.test(head)) return "text";
  return /^\{.*\}[ \t]*\r?\n[ \t]*\{/.test(head) || !looksLikeJson(bytes) ? "jsonl" : "json";
}

function looksLikeJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

async function* readDocuments(
  bytes: Buffer,
  file: string,
  format: InputFormat,
): AsyncGenerator<ReadDocument> {
  if (format === "jsonl") yield* readLines(bytes, file);
  else if (format === "json") yield* readJson(decodeText(bytes, "utf-8", { file }), file);
  else if (format === "html")
    yield { document: { ...readArticle(decodeText(bytes, "utf-8", { file }), { file }) }, file };
  else yield { document: { text: decodeText(bytes, "utf-8", { file }) }, file };
}

async function* readLines(bytes: Buffer, file: string): AsyncGenerator<ReadDocument> {
  let line = 0;
  for await (const text of createInterface({
    input: Readable.from([decodeText(bytes, "utf-8", { file })]),
    crlfDelay: Infinity,
  })) {
    line++;
    if (text.trim() === "") continue;
    try {
      yield { document: rowOf(text, { file, line }), file, line };
    } catch (error) {
      yield { error: fileError(error, file) };
    }
  }
}

function rowOf(text: string, place: { file: string; line: number }): DocumentRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StatementStanceError(
      "broken-line",
      `line ${place.line} is no valid JSON: ${String((cause as Error).message)}`,
      {
        ...place,
        cause,
      },
    );
  }
  return parseOrThrow(DocumentRow, value, "broken-line", place);
}

function* readJson(text: string, file: string): Generator<ReadDocument> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StatementStanceError("invalid-json", (cause as Error).message, { file, cause });
  }
  const rows = Array.isArray(value) ? value : [value];
  for (const [index, row] of rows.entries()) {
    try {
      yield {
        document: parseOrThrow(DocumentRow, row, "invalid-request", { file, document: String(index) }),
        file,
      };
    } catch (error) {
      yield { error: fileError(error, file) };
    }
  }
}

function fileError(error: unknown, file: string): StatementStanceError {
  if (error instanceof StatementStanceError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  const why =
    reason === "ENOENT" ? "there is no such file" : reason === "EACCES" ? "permission denied" : reason;
  return new StatementStanceError("file-unreadable", `${file}: ${why}`, { file, cause: error });
}
