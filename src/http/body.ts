import express, { type Request, type RequestHandler } from "express";
import { StatementStanceError } from "../errors/index.js";
import { decodePage, decodeSent, parseJson } from "../formats/index.js";

/** Bodies that may be on their way in, or in work, at once: so many times the limit of one. */
const BODIES_AT_ONCE = 4;

/** Reads any body as bytes, up to a limit; what they are is told by `mediaType`. Memory for all of them is bounded. */
export function readBody(limit: number): RequestHandler[] {
  let reserved = 0;
  const reserve: RequestHandler = (request, response, next) => {
    const size = Math.min(limit, expectedSize(request));
    if (reserved > 0 && reserved + size > limit * BODIES_AT_ONCE) {
      throw new StatementStanceError("overloaded", "too many large requests are being read already");
    }
    reserved += size;
    response.once("close", () => {
      reserved -= size;
    });
    next();
  };
  return [reserve, express.raw({ type: () => true, limit })];
}

/** In bytes; infinite where the request does not say. */
function expectedSize({ headers }: Request): number {
  const told = headers["content-length"];
  return told === undefined || headers["content-encoding"] ? Number.POSITIVE_INFINITY : Number(told);
}

/** The body's media type, in lower case, without parameters; empty when the request names none. */
export function mediaType(request: Request): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The body as text. @throws invalid-encoding, unsupported-media-type */
export function bodyText(request: Request): string {
  return decodeSent(bytesOf(request), charsetOf(request));
}

/** The body as a web page. @throws invalid-encoding, unsupported-media-type */
export function bodyPage(request: Request): string {
  return decodePage(bytesOf(request), charsetOf(request));
}

/** The body as JSON. @throws invalid-json, invalid-encoding, unsupported-media-type */
export function bodyJson(request: Request): unknown {
  return parseJson(bodyText(request));
}

/** The same, of a request that must be JSON. */
export function requiredJson(request: Request): unknown {
  if (mediaType(request) === "application/json") return bodyJson(request);
  const given = request.headers["content-type"] || "(none)";
  throw new StatementStanceError("unsupported-media-type", `content-type: ${given} is not application/json`);
}

function bytesOf({ body }: Request): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function charsetOf(request: Request): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1];
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset).encoding;
  } catch (cause) {
    const detail = `content-type: the charset ${charset} is not known`;
    throw new StatementStanceError("unsupported-media-type", detail, { cause });
  }
}
