import { declaredEncoding, markedEncoding } from "./archives/encoding.js";
import { decodeText } from "./decode.js";

/**
 * Bytes that were sent, in the encoding that their byte order mark says, else their header, else UTF-8.
 * @throws invalid-encoding
 */
export function decodeSent(bytes: Uint8Array, header?: string): string {
  return decodeText(bytes, markedEncoding(bytes) ?? header);
}

/**
 * A page that was sent: as above, and where neither mark nor header says, in the encoding that it declares in itself.
 * @throws invalid-encoding
 */
export function decodePage(bytes: Uint8Array, header?: string): string {
  return decodeSent(bytes, header ?? declaredEncoding(bytes));
}
