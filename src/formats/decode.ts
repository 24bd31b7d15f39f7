import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { type ErrorPlace, StatementStanceError } from "../errors/index.js";

/**
 * Bytes to text, in the encoding that is named (UTF-8 when none is); a byte order mark is left out.
 * @throws invalid-encoding, with the first byte that does not fit
 */
export function decodeText(bytes: Uint8Array, label = "utf-8", place: ErrorPlace = {}): string {
  const decoder = decoderFor(label, place);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const where = decoder.encoding === "utf-8" ? `, at byte ${firstBadByte(bytes)}` : "";
    throw new StatementStanceError(
      "invalid-encoding",
      `the bytes are not valid ${decoder.encoding}${where}`,
      { ...place, cause },
    );
  }
}

function decoderFor(label: string, place: ErrorPlace): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new StatementStanceError("invalid-encoding", `the encoding ${label} is not known`, {
      ...place,
      cause,
    });
  }
}

/** Offset of the first character that breaks UTF-8: the longest good prefix, found by halving. */
export function firstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isGoodPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  // The prefix may end within a character that the next byte broke.
  while (!isUtf8(bytes.subarray(0, low))) low--;
  return low;
}

function isGoodPrefix(bytes: Uint8Array): boolean {
  if (isUtf8(bytes)) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
