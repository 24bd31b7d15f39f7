import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { StatementStanceError } from "../../errors/index.js";

const PACKING = /\.(gz|tgz|zst)$/i;
/** Fed to zstd at a time: a thousand times as much may come out at once. */
const ZSTD_STEP = 1024;

/** A name without its packing (`news.jsonl.gz` is `news.jsonl`), and how it is packed. */
export function unpackedName(name: string): { inner: string; packing: "gz" | "zst" | null } {
  const packing = PACKING.exec(name)?.[1]?.toLowerCase();
  if (packing === undefined) return { inner: name, packing: null };
  const inner = name.slice(0, -packing.length - 1);
  return packing === "tgz"
    ? { inner: `${inner}.tar`, packing: "gz" }
    : { inner, packing: packing as "gz" | "zst" };
}

/**
 * Unpacks a stream as it is read.
 * @throws archive-truncated when it ends too early or is damaged
 */
export function decompress(
  bytes: AsyncIterable<Uint8Array>,
  packing: "gz" | "zst" | null,
): AsyncIterable<Uint8Array> {
  if (packing === null) return bytes;
  return packing === "gz" ? gunzip(bytes) : unzstd(bytes);
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: false });
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked) yield chunk as Uint8Array;
  } catch (error) {
    throw damaged(error, /^Z_/);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

async function* unzstd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let unpacked: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => unpacked.push(chunk));
  try {
    for await (const chunk of bytes) {
      for (let start = 0; start < chunk.length; start += ZSTD_STEP) {
        decoder.push(chunk.subarray(start, start + ZSTD_STEP));
        const ready = unpacked;
        unpacked = [];
        yield* ready;
      }
    }
    decoder.push(new Uint8Array(0), true);
    yield* unpacked;
  } catch (error) {
    throw damaged(error, /^\d$/);
  }
}

/** Errors of the unpacker, by their codes; others are the reader's or the file's own. */
function damaged(error: unknown, codes: RegExp): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (error instanceof StatementStanceError || !codes.test(String(code))) return error;
  return new StatementStanceError(
    "archive-truncated",
    `the compressed data end too early or are damaged (${message})`,
    {
      cause: error,
    },
  );
}
