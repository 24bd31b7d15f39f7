import express, { type Request, type RequestHandler } from "express";
import { StatementStanceError } from "../errors/index.js";
import { decodePage, decodeSent, parseJson } from "../formats/index.js";

/** Large bodies that may be on their way in, or in work, at once: so many times the limit of one. */
const BODIES_AT_ONCE = 4;

/** In bytes: a body up to this is read whatever else is on its way in. */
const SMALL = 64 * 1024;
/** So many times its bytes compressed text unpacks to, as a rule; each body is held to its limit all the same. */
const UNPACKS_TO = 8;

/** Makes readers of bodies that share the memory for them; `limit` of one body, in bytes, where it is a lower one. */
export type BodyReaders = (limit?: number) => RequestHandler;

/**
 * Reads any body as bytes, up to a limit; what they are is told by `mediaType`. Memory for all of them is bounded: what
 * has come in counts, not what was announced, so that a client that sends slowly keeps nobody out.
 */
export function createBodyReaders(maxBodyBytes: number): BodyReaders {
  const all = { taken: 0, most: maxBodyBytes * BODIES_AT_ONCE };
  return (limit = maxBodyBytes) => readBody(Math.min(limit, maxBodyBytes), all);
}

function readBody(limit: number, all: { taken: number; readonly most: number }): RequestHandler {
  const read = express.raw({ type: () => true, limit });
  return (request, response, next) => {
    const factor = request.headers["content-encoding"] ? UNPACKS_TO : 1;
    let [received, own, isRead] = [0, 0, false];
    const hold = (size: number) => {
      all.taken += size - own;
      own = size;
    };
    const goOn = (error?: unknown) => {
      if (!isRead) next(error);
      isRead = true;
    };
    response.once("close", () => hold(0));
    request.on("data", ({ length }: Buffer) => {
      received += length;
      hold(Math.min(limit, received * factor));
      if (own <= SMALL || all.taken <= all.most) return;
      // The rest is let in and dropped, so that the client comes to read its answer.
      request.removeAllListeners("data").resume();
      goOn(new StatementStanceError("overloaded", "too many large requests are being read already"));
    });
    read(request, response, goOn);
  };
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
