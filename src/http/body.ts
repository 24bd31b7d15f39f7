import express, { type Request, type RequestHandler } from "express";
import { StatementStanceError } from "../errors/index.js";
import { decodeText } from "../formats/index.js";

/** Reads any body as bytes, up to a limit; what they are is told by `mediaType`. */
export function readBody(limit: number): RequestHandler {
  return express.raw({ type: () => true, limit });
}

/** The body's media type, in lower case, without parameters; empty when the request names none. */
export function mediaType(request: Request): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The body as text, in the charset that the request names, else UTF-8. */
export function bodyText(request: Request): string {
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1];
  const bytes: unknown = request.body;
  return decodeText(bytes instanceof Uint8Array ? bytes : new Uint8Array(), charset);
}

/**
 * The body as JSON.
 * @throws invalid-json, with the parser's place
 */
export function bodyJson(request: Request): unknown {
  const text = bodyText(request);
  if (text.trim() === "") throw new StatementStanceError("invalid-json", "the body is empty");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StatementStanceError("invalid-json", (cause as Error).message, { cause });
  }
}
