import { Readable } from "node:stream";
import tar from "tar-stream";
import { StatementStanceError } from "../../errors/index.js";
import { unsafePath } from "./entries.js";
import type { ArchiveItem } from "./items.js";
import type { Source } from "./source.js";

/**
 * Documents of the files in a tar archive, read in the archive's order.
 * @throws archive-truncated
 */
export async function* readTar(
  source: Source,
  readEntry: (entry: Source) => AsyncIterable<ArchiveItem>,
): AsyncGenerator<ArchiveItem> {
  const archive = tar.extract();
  const bytes = Readable.from(source.bytes, { objectMode: false });
  bytes.on("error", (error) => archive.destroy(error));
  bytes.pipe(archive);
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      const unsafe = unsafePath(source.name, name);
      if (unsafe) yield unsafe;
      else if (type === "file")
        yield* readEntry({
          name: `${source.name}/${name}`,
          bytes: entry as AsyncIterable<Uint8Array>,
          packed: true,
        });
      entry.resume();
    }
  } catch (error) {
    throw damaged(error);
  } finally {
    bytes.destroy();
    archive.destroy();
  }
}

function damaged(error: unknown): unknown {
  const { message } = error as Error;
  if (!/Unexpected end of data|Invalid tar header/.test(message)) return error;
  return new StatementStanceError(
    "archive-truncated",
    `the archive ends too early or is damaged (${message})`,
  );
}
