import type { WARCRecord } from "warcio";
import { declaredEncoding, decodeBytes } from "./encoding.js";
import { type ArchiveItem, type ArchiveOptions, archiveDocument, archiveFault } from "./items.js";
import { readWhole, type Source } from "./source.js";

const PAGE = /^(text\/html|application\/xhtml\+xml)\b/i;
const TEXT = /^text\/plain\b/i;

/** Pages and texts of a web archive; each has its address as id. Errors, redirects, images and requests are passed over. */
export async function* readWarc(source: Source, options: ArchiveOptions): AsyncGenerator<ArchiveItem> {
  const { WARCParser } = await import("warcio");
  for await (const record of new WARCParser(source.bytes)) {
    const media = mediaOf(record);
    if (media) yield await documentOf(record, media, source, options);
    else await record.skipFully();
  }
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
    return archiveFault(error, where);
  } finally {
    await record.skipFully();
  }
}
