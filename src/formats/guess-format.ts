import { StatementStanceError } from "../errors/index.js";

export const INPUT_FORMATS = ["text", "html", "json", "jsonl", "csv"] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, InputFormat>> = {
  txt: "text",
  text: "text",
  html: "html",
  htm: "html",
  xhtml: "html",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  tsv: "csv",
};
const PAGE = /^<(!doctype\s+html|\?xml|!--|html|head|body|meta|main|article|section|div|h1|p)\b/i;
const PACKED = /\.(gz|zst|zip|tar|tgz|warc)$/i;

/** What a file is by its name; undefined where the name does not say. */
export function formatOfName(name: string): InputFormat | undefined {
  return BY_EXTENSION[/\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""];
}

/** @throws unknown-format for a packed file */
export function refusePacked(file: string): void {
  if (!PACKED.test(file)) return;
  const detail = `${file} is packed; 'statement-stance batch' reads archives`;
  throw new StatementStanceError("unknown-format", detail, { file });
}

/**
 * What an input is by how it begins; undefined while more of it is needed. Text that merely begins with a bracket is
 * text. CSV cannot be told from text.
 */
export function formatOfBeginning(beginning: string, ended: boolean): InputFormat | undefined {
  const head = beginning.replace(/^\s+/, "");
  if (head === "") return ended ? "text" : undefined;
  if (head.length < 16 && !ended) return undefined;
  if (PAGE.test(head)) return "html";
  if (/^\[\s*[{\]]/.test(head)) return "json";
  return /^\{\s*["}]/.test(head) ? jsonOrLines(head, ended) : "text";
}

/** One object is JSON; an object a line is JSON lines, even where the first line is broken. */
function jsonOrLines(head: string, ended: boolean): InputFormat | undefined {
  const end = head.indexOf("\n");
  const rest = end === -1 ? "" : head.slice(end).trimStart();
  if (rest === "") return ended ? "json" : undefined;
  return rest.startsWith("{") || isJson(head.slice(0, end)) ? "jsonl" : "json";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
