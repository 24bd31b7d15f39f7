import { parseOrThrow } from "../../errors/index.js";
import { DocumentRow } from "../../schemas/index.js";
import { parseValue } from "../json.js";
import { asUtf8, decodeBytes } from "./encoding.js";
import { type ArchiveItem, type ArchiveOptions, archiveDocument, archiveFault } from "./items.js";
import { readLines } from "./lines.js";
import { type Source, tooLarge } from "./source.js";

/** Documents of JSON lines. A broken line is a fault of its own; a packed file with an endless line is given up. */
export async function* readJsonl(source: Source, options: ArchiveOptions): AsyncGenerator<ArchiveItem> {
  const { maxDocumentBytes: limit, encoding } = options;
  let tooLong = 0;
  for await (const { line, bytes } of readLines(asUtf8(source.bytes, encoding), limit)) {
    const where = { file: source.name, line };
    if (bytes === null) {
      if (tooLong !== line) yield archiveFault(tooLarge(limit, source.packed), where);
      if (source.packed) return;
      tooLong = line;
    } else if (!isBlank(bytes)) {
      yield documentOf(bytes, where, options);
    }
  }
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function documentOf(
  bytes: Buffer,
  where: { file: string; line: number },
  options: ArchiveOptions,
): ArchiveItem {
  try {
    const text = decodeBytes(bytes, undefined);
    const given = parseValue(text, "the line is no JSON: it breaks", {}, "broken-line");
    const row = parseOrThrow(DocumentRow, given, "broken-line");
    return { ...archiveDocument(row, "plain", where, options), given: given as object };
  } catch (error) {
    return archiveFault(error, where);
  }
}
