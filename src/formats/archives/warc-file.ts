import type { LimitReader, WARCRecord } from "warcio";
import { StatementStanceError } from "../../errors/index.js";
import { declaredEncoding, decodeBytes } from "./encoding.js";
import { type ArchiveItem, type ArchiveOptions, archiveDocument, archiveFault } from "./items.js";
import { readWhole, type Source } from "./source.js";

const PAGE = /^(text\/html|application\/xhtml\+xml)\b/i;
const TEXT = /^text\/plain\b/i;

/**
 * Pages and texts of a web archive; each has its address as id. Errors, redirects, images and requests are passed over.
 * @throws archive-truncated
 */
export async function* readWarc(source: Source, options: ArchiveOptions): AsyncGenerator<ArchiveItem> {
  const { WARCParser, LimitReader } = await import("warcio");
  for await (const record of new WARCParser(source.bytes)) {
    const media = mediaOf(record);
    const item = media && (await documentOf(record, media, source, options));
    if (!(record._reader instanceof LimitReader)) throw new TypeError("a record that was parsed has a limit");
    await readToItsEnd(record, record._reader);
    if (item) yield item;
  }
}

/** Only a record that is there to its end counts. Not skipFully(): where the source ends too early, it never returns. */
async function readToItsEnd(record: WARCRecord, block: LimitReader): Promise<void> {
  for await (const _rest of block);
  if (block.limit <= 0 && record.warcHeader("Content-Length")) return;
  throw new StatementStanceError("archive-truncated", "the web archive ends within a record, or is damaged");
}

function mediaOf(record: WARCRecord): "plain" | "html" | undefined {
  if (!["response", "resource", "conversion"].includes(record.warcType ?? "")) return undefined;
  if (record.httpHeaders && Number(record.httpHeaders.statusCode) !== 200) return undefined;
  const type = contentType(record);
  if (PAGE.test(type)) return "html";
  return TEXT.test(type) ? "plain" : undefined;
}

const contentType = (record: WARCRecord): string =>
  (record.httpHeaders ? record.httpHeaders.headers.get("Content-Type") : record.warcContentType) ?? "";

async function documentOf(
  record: WARCRecord,
  media: "plain" | "html",
  { name }: Source,
  options: ArchiveOptions,
): Promise<ArchiveItem> {
  const address = record.warcTargetURI ?? "";
  const where = { file: `${name}/${address}`, line: null };
  try {
    const bytes = await readWhole({ name, bytes: record, packed: true }, options.maxDocumentBytes);
    const said = /charset=["']?([\w-]+)/i.exec(contentType(record))?.[1];
    const text = decodeBytes(
      bytes,
      options.encoding ?? said ?? (media === "html" ? declaredEncoding(bytes) : undefined),
    );
    const row = {
      id: address || undefined,
      text,
      url: address || undefined,
      date: record.warcDate ?? undefined,
    };
    return archiveDocument(row, media, where, options);
  } catch (error) {
    if (isItsOwn(error)) return archiveFault(error, where);
    throw error;
  }
}

/** What is wrong with one document, and not with the archive. */
const isItsOwn = (error: unknown): boolean =>
  error instanceof StatementStanceError && ["archive-too-large", "invalid-encoding"].includes(error.code);
