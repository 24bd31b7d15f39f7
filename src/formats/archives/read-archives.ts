import { createReadStream } from "node:fs";
import { StatementStanceError } from "../../errors/index.js";
import { readCsv } from "./csv-file.js";
import { decompress, unpackedName } from "./decompress.js";
import { type InputFile, isReadable, walkInputs } from "./inputs.js";
import { type ArchiveItem, type ArchiveOptions, archiveFault } from "./items.js";
import { readJsonl } from "./jsonl-file.js";
import type { Source } from "./source.js";
import { readTar } from "./tar-file.js";
import { readTextFile } from "./text-file.js";
import { readWarc } from "./warc-file.js";
import { readZip } from "./zip-file.js";

/** How far the reading is, in bytes as they lie on the disk. */
export interface ReadingProgress {
  bytes: number;
}

/**
 * Every document of folders, files and archives, as a stream: nothing larger than one document is held. What cannot be
 * read is given as a fault with its place, and the reading goes on behind it.
 */
export async function* readArchives(
  inputs: readonly string[],
  options: ArchiveOptions,
  progress: ReadingProgress = { bytes: 0 },
): AsyncGenerator<ArchiveItem> {
  for await (const input of walkInputs(inputs)) {
    if (input.type === "fault") yield input;
    else yield* readInput(input, options, progress);
  }
}

async function* readInput(
  file: InputFile,
  options: ArchiveOptions,
  progress: ReadingProgress,
): AsyncGenerator<ArchiveItem> {
  const end = progress.bytes + file.size;
  const count = (bytes: number): void => {
    progress.bytes = Math.min(end, progress.bytes + bytes);
  };
  if (/\.zip$/i.test(file.name)) {
    const entries = readZip(file.path, file.name, count, (entry) => readEntry(entry, options));
    yield* faulting(file.name, entries);
  } else {
    const source = { name: file.name, bytes: fileBytes(file.path, count), packed: false };
    yield* readSource(source, options, true);
  }
  progress.bytes = end;
}

async function* fileBytes(path: string, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    count((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

/** A file in an archive; archives in archives are not read. */
async function* readEntry(entry: Source, options: ArchiveOptions): AsyncGenerator<ArchiveItem> {
  if (!/\.(zip|tar|tgz|tar\.\w+)$/i.test(entry.name)) return yield* readSource(entry, options, false);
  const error = new StatementStanceError(
    "unknown-format",
    `${entry.name}: archives inside archives are not read`,
  );
  yield archiveFault(error, { file: entry.name, line: null });
}

async function* readSource(
  source: Source,
  options: ArchiveOptions,
  mayHoldFiles: boolean,
): AsyncGenerator<ArchiveItem> {
  const { inner, packing } = unpackedName(source.name);
  if (!isReadable(source.name) || (/\.zip$/i.test(inner) && packing))
    return yield { type: "ignored", file: source.name };
  const bytes = decompress(source.bytes, packing);
  const unpacked = { name: source.name, bytes, packed: source.packed || packing !== null };
  yield* faulting(source.name, readUnpacked(unpacked, inner, options, mayHoldFiles));
}

function readUnpacked(
  source: Source,
  inner: string,
  options: ArchiveOptions,
  mayHoldFiles: boolean,
): AsyncIterable<ArchiveItem> {
  const format = /\.(\w+)$/.exec(inner)?.[1]?.toLowerCase();
  if (format === "jsonl" || format === "ndjson") return readJsonl(source, options);
  if (format === "csv" || format === "tsv") return readCsv({ ...source, name: source.name }, options);
  if (format === "warc") return readWarc(source, options);
  if (format === "tar" && mayHoldFiles) return readTar(source, (entry) => readEntry(entry, options));
  return readTextFile(source, format === "txt" ? "plain" : "html", options);
}

/** What a file gave before it broke is kept, and the break is a fault of the file. */
async function* faulting(file: string, items: AsyncIterable<ArchiveItem>): AsyncGenerator<ArchiveItem> {
  let line: number | null = null;
  try {
    for await (const item of items) {
      if (item.type === "document") line = item.line;
      yield item;
    }
  } catch (error) {
    yield archiveFault(error, { file, line: line === null ? null : line + 1 });
  }
}
