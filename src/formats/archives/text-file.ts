import { declaredEncoding, decodeBytes } from "./encoding.js";
import { type ArchiveItem, type ArchiveOptions, archiveDocument } from "./items.js";
import { readWhole, type Source } from "./source.js";

/** The one document of a text file or page. */
export async function* readTextFile(
  source: Source,
  media: "plain" | "html",
  options: ArchiveOptions,
): AsyncGenerator<ArchiveItem> {
  const bytes = await readWhole(source, options.maxDocumentBytes);
  const declared = media === "html" ? declaredEncoding(bytes) : undefined;
  const text = decodeBytes(bytes, options.encoding ?? declared);
  yield archiveDocument({ text }, media, { file: source.name, line: null }, options);
}
