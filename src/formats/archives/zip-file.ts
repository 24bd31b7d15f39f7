import yauzl, { type Entry, type ZipFile } from "yauzl";
import { StatementStanceError } from "../../errors/index.js";
import { unsafePath } from "./entries.js";
import type { ArchiveItem } from "./items.js";
import type { Source } from "./source.js";

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };

/**
 * Documents of the files in a zip archive on the disk.
 * @throws archive-truncated
 */
export async function* readZip(
  path: string,
  name: string,
  onBytes: (count: number) => void,
  readEntry: (entry: Source) => AsyncIterable<ArchiveItem>,
): AsyncGenerator<ArchiveItem> {
  const zip = await damaged(yauzl.openPromise(path, OPTIONS));
  try {
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      const inner = entryName(entry);
      const unsafe = unsafePath(name, inner);
      if (unsafe) yield unsafe;
      else if (!inner.endsWith("/")) {
        yield* readEntry({ name: `${name}/${inner}`, bytes: unpacked(zip, entry), packed: true });
      }
      onBytes(entry.compressedSize);
    }
  } finally {
    zip.close();
  }
}

/** Nothing is validated by the library, so that a bad name is a fault of its entry only. */
function entryName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return damaged(
    new Promise((resolve, reject) => {
      const settle =
        <Value>(finish: (value: Value) => void) =>
        (value: Value) => {
          zip.removeAllListeners();
          finish(value);
        };
      zip.once("entry", settle(resolve));
      zip.once(
        "end",
        settle(() => resolve(undefined)),
      );
      zip.once("error", settle(reject));
      zip.readEntry();
    }),
  );
}

async function* unpacked(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream = await damaged(zip.openReadStreamPromise(entry));
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw asDamage(error);
  } finally {
    stream.destroy();
  }
}

async function damaged<Value>(value: Promise<Value>): Promise<Value> {
  try {
    return await value;
  } catch (error) {
    throw asDamage(error);
  }
}

function asDamage(error: unknown): unknown {
  if (error instanceof StatementStanceError || typeof (error as NodeJS.ErrnoException).syscall === "string")
    return error;
  return new StatementStanceError(
    "archive-truncated",
    `the archive is damaged (${(error as Error).message})`,
    {
      cause: error,
    },
  );
}
