import { createReadStream } from "node:fs";
import { parseOrThrow } from "../errors/index.js";
import { DocumentRow } from "../schemas/index.js";
import { readCsv } from "./archives/csv-file.js";
import { declaredEncoding, decodeBytes } from "./archives/encoding.js";
import { type ArchiveItem, DEFAULT_ARCHIVE_OPTIONS } from "./archives/items.js";
import { readJsonl } from "./archives/jsonl-file.js";
import { readWhole, type Source } from "./archives/source.js";
import { readArticle } from "./article.js";
import { type DocumentPlace, placedError } from "./document-place.js";
import { formatOfBeginning, formatOfName, type InputFormat, refusePacked } from "./guess-format.js";
import { parseJson } from "./json.js";

/** A document, and where it came from. */
export interface ReadDocument extends DocumentPlace {
  readonly row: DocumentRow;
  /** The row as the input has it, with what only its owner knows; of a page, what was found in it. */
  readonly given: object;
  /** The whole input is this one document: text, a page, or one JSON object. */
  readonly alone: boolean;
  /** The text was taken out of a page. */
  readonly extracted: boolean;
}

/** What was wrong with a document or a file, so that the rest can go on. */
export interface UnreadableDocument {
  readonly error: unknown;
  /** It is all of the input, as far as can be told. */
  readonly alone: boolean;
}

/** An input whose format is known, and that is still to be read. */
export interface OpenInput {
  readonly name: string;
  readonly format: InputFormat;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const MOST_BYTES_OF_ONE_DOCUMENT = DEFAULT_ARCHIVE_OPTIONS.maxDocumentBytes;
const NEWLINE = 0x0a;
const MOST_BYTES_OF_JSON = 256 * 1024 * 1024;

/**
 * Opens a file, or a stream that has a name for messages. Its format is the one given, or what its name says, or how
 * it begins; only as much is read as tells that.
 * @throws file-unreadable, is-directory, unknown-format
 */
export async function openInput(
  input: string | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> },
  given?: InputFormat,
): Promise<OpenInput> {
  if (typeof input !== "string") return openStream(input.name, input.stream, given);
  refusePacked(input);
  return openStream(input, createReadStream(input), given ?? formatOfName(input));
}

async function openStream(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  known?: InputFormat,
): Promise<OpenInput> {
  const chunks = stream[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let format: InputFormat | undefined;
  try {
    // The first piece is read even where the format is known: whether the file can be read at all is told here.
    while (!format) {
      const { done = false, value } = await chunks.next();
      if (!done) head.push(value);
      format = known ?? guess(head, done);
    }
  } catch (error) {
    throw placedError(error, { file: name });
  }
  return { name, format, bytes: rejoin(head, chunks) };
}

function guess(head: readonly Uint8Array[], ended: boolean): InputFormat | undefined {
  // Only its first piece, its end, or a new line can tell more of an input.
  const telling = head.length < 2 || ended || head.at(-1)?.includes(NEWLINE);
  if (!telling) return undefined;
  const beginning = Buffer.concat(head);
  const enough = ended || beginning.length > MOST_BYTES_OF_ONE_DOCUMENT;
  return formatOfBeginning(beginning.toString("utf8"), enough);
}

async function* rejoin(head: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The documents of an input, as a stream; what cannot be read is given in its place. */
export async function* readDocuments(
  input: OpenInput,
  encoding?: string,
): AsyncGenerator<ReadDocument | UnreadableDocument> {
  const { name, format, bytes } = input;
  const source = { name, bytes, packed: false };
  const options = { ...DEFAULT_ARCHIVE_OPTIONS, encoding };
  try {
    if (format === "jsonl") yield* rowsOf(readJsonl(source, options));
    else if (format === "csv") yield* rowsOf(readCsv(source, options));
    else if (format === "json") yield* readJson(source, encoding);
    else yield await readOne(source, format, encoding);
  } catch (error) {
    const alone = format !== "jsonl" && format !== "csv";
    yield { error: placedError(error, { file: name }), alone };
  }
}

async function* rowsOf(items: AsyncIterable<ArchiveItem>): AsyncGenerator<ReadDocument | UnreadableDocument> {
  for await (const item of items) {
    if (item.type === "fault") yield { error: item.error, alone: false };
    if (item.type !== "document") continue;
    const { row, given = row, file, line } = item;
    yield { row, given, file, line: line ?? undefined, alone: false, extracted: false };
  }
}

async function readOne(source: Source, format: "text" | "html", encoding?: string): Promise<ReadDocument> {
  const file = source.name;
  const bytes = await readWhole(source, MOST_BYTES_OF_ONE_DOCUMENT);
  if (format === "text") {
    const row = { text: decodeBytes(bytes, encoding) };
    return { row, given: row, file, alone: true, extracted: false };
  }
  const page = decodeBytes(bytes, encoding ?? declaredEncoding(bytes));
  const row = { ...(await readArticle(page, { file })) };
  return { row, given: row, file, alone: true, extracted: true };
}

async function* readJson(
  source: Source,
  encoding?: string,
): AsyncGenerator<ReadDocument | UnreadableDocument> {
  const file = source.name;
  const bytes = await readWhole(source, MOST_BYTES_OF_JSON);
  const value = parseJson(decodeBytes(bytes, encoding), { file });
  const alone = !Array.isArray(value);
  for (const [index, given] of (alone ? [value] : value).entries()) {
    const place = alone ? { file } : { file, number: index + 1 };
    try {
      const row = parseOrThrow(DocumentRow, given, "invalid-request");
      yield { row, given, ...place, alone, extracted: false };
    } catch (error) {
      yield { error: placedError(error, place), alone };
    }
  }
}
