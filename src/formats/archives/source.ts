import { StatementStanceError } from "../../errors/index.js";

/** A file, or an entry of an archive, that is read from its beginning to its end. */
export interface Source {
  /** As keys and messages name it. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Compressed, or in an archive: what comes out may be far larger than what lies on the disk. */
  readonly packed: boolean;
}

/**
 * A whole source, which must be a small one.
 * @throws text-too-long, or archive-too-large where it is packed
 */
export async function readWhole({ bytes, packed }: Source, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit, packed);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A document is larger than is allowed. */
export function tooLarge(limit: number, packed: boolean): StatementStanceError {
  return packed
    ? new StatementStanceError(
        "archive-too-large",
        `a document unpacks to more than ${limit} bytes, the limit`,
      )
    : new StatementStanceError("text-too-long", `a document has more than ${limit} bytes, the limit`);
}
