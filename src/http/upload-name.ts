import type { Request } from "express";
import { StatementStanceError } from "../errors/index.js";
import { isReadable } from "../formats/archives/index.js";
import { mediaType } from "./body.js";

/** Endings of files by their content type; compressed ones say what is in them by their name only. */
const ENDINGS: Readonly<Record<string, string>> = {
  "application/x-ndjson": "jsonl",
  "application/ndjson": "jsonl",
  "application/jsonl": "jsonl",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "text/plain": "txt",
  "text/html": "html",
  "application/zip": "zip",
  "application/x-tar": "tar",
  "application/warc": "warc",
};
const PACKINGS: Readonly<Record<string, string>> = { gzip: ".gz", "x-gzip": ".gz", zstd: ".zst" };

/**
 * The name that an upload is kept under, by which it is read: the one that was given, else one of its content type. A
 * body that was compressed for its way stays so.
 * @throws unsupported-media-type
 */
export function uploadName(request: Request, filename: string | undefined): string {
  const ending = ENDINGS[mediaType(request)];
  const name = filename ?? (ending && `upload.${ending}`);
  if (name !== undefined && isReadable(name)) return name + packingOf(request);
  const given = filename ?? (request.headers["content-type"] || "(none)");
  const detail = `${given}: expected one of ${Object.keys(ENDINGS).join(", ")}, or ?filename= with a name that ends with .jsonl, .csv, .tsv, .txt, .html, .zip, .tar or .warc, and .gz or .zst where it is compressed`;
  throw new StatementStanceError("unsupported-media-type", detail);
}

function packingOf({ headers }: Request): string {
  const encoding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding === "identity") return "";
  const packing = PACKINGS[encoding];
  if (packing) return packing;
  throw new StatementStanceError(
    "unsupported-media-type",
    `content-encoding: ${encoding} is not gzip or zstd`,
  );
}
