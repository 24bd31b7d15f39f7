import { isUtf8 } from "node:buffer";
import chardet from "chardet";
import { StatementStanceError } from "../../errors/index.js";
import { decodeText, firstBadByte } from "../decode.js";

const UTF16_MARKS: readonly [number, number, string][] = [
  [0xff, 0xfe, "utf-16le"],
  [0xfe, 0xff, "utf-16be"],
];
/** A page says its encoding near its beginning. */
const DECLARATION = /<meta[^>]+charset\s*=\s*["']?([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i;
const DECLARATION_BYTES = 1024;

/** The encoding that a byte order mark declares. */
export function markedEncoding(bytes: Uint8Array): string | undefined {
  return UTF16_MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
}

/** The encoding that a page declares in itself. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const found = DECLARATION.exec(beginning);
  return found?.[1] ?? found?.[2];
}

/**
 * Text of bytes in the encoding that is given, or UTF-8. Nothing is guessed: what is not UTF-8 is refused, and the
 * encoding that it looks like is named.
 * @throws invalid-encoding
 */
export function decodeBytes(bytes: Uint8Array, encoding: string | undefined): string {
  const marked = markedEncoding(bytes);
  if (marked ?? encoding) return decodeText(bytes, marked ?? encoding);
  if (isUtf8(bytes)) return decodeText(bytes);
  throw notUtf8(bytes);
}

/** What is wrong with bytes that are not UTF-8, and what to do. */
export function notUtf8(bytes: Uint8Array): StatementStanceError {
  const likely = chardet.detect(bytes);
  const advice =
    likely && likely !== "UTF-8" ? `they look like ${likely}: give --encoding ${likely}` : "give --encoding";
  return new StatementStanceError(
    "invalid-encoding",
    `the bytes are not UTF-8 from byte ${firstBadByte(bytes)} on; ${advice}`,
  );
}

/**
 * A stream's bytes as UTF-8, where it declares or is given another encoding.
 * @throws invalid-encoding
 */
export async function* asUtf8(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoderLike | undefined;
  let first = true;
  for await (const chunk of bytes) {
    if (first) decoder = otherDecoder(markedEncoding(chunk) ?? encoding);
    const plain = first && hasUtf8Mark(chunk) ? chunk.subarray(3) : chunk;
    first = false;
    yield decoder ? Buffer.from(decoding(decoder, chunk)) : plain;
  }
  if (decoder) yield Buffer.from(decoding(decoder));
}

const hasUtf8Mark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

type TextDecoderLike = InstanceType<typeof TextDecoder>;

function otherDecoder(encoding: string | undefined): TextDecoderLike | undefined {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new StatementStanceError("invalid-encoding", `the encoding ${encoding} is not known`);
  }
}

function decoding(decoder: TextDecoderLike, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new StatementStanceError("invalid-encoding", `the bytes are not ${decoder.encoding}`);
  }
}
