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
      if (unsafe || type !== "file") {
        entry.resume();
        continue;
      }
      const chunks = (entry as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
      yield* readEntry({ name: `${source.name}/${name}`, bytes: lent(chunks), packed: true });
      while (!(await chunks.next()).done);
    }
  } catch (error) {
    throw damaged(error);
  } finally {
    bytes.destroy();
    archive.destroy();
  }
}

/** An entry whose reader may leave it early: told of that, the entry would destroy the archive around it. */
const lent = (chunks: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }),
});

function damaged(error: unknown): unknown {
  const { message } = error as Error;
  if (!/Unexpected end of data|Invalid tar header/.test(message)) return error;
  return new StatementStanceError(
    "archive-truncated",
    `the archive ends too early or is damaged (${message})`,
  );
}
