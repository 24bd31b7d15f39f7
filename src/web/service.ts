import type { DocumentResult, Problem } from "../schemas/index.js";
import { byId } from "./elements.js";

/** What the service refused, in its words. */
export class Refusal extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Sends a request to this page's own service. @throws Refusal */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const key = byId<HTMLInputElement>("key").value.trim();
  // Others cannot stand in a header: the browser would send nothing.
  if (/[^\x21-\x7e]/.test(key)) throw new Refusal("The API key above holds characters that no key has.", 401);
  const headers = { ...init.headers, ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(path, { ...init, headers }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new Refusal("The service does not answer. Is it still running?", 0);
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** The answer of this page's own service. @throws Refusal */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  return (await response.json()) as T;
}

async function refusalOf(response: Response): Promise<Refusal> {
  if (response.status === 401)
    return new Refusal("An API key is needed: enter one above that is valid.", 401);
  const wait = Number(response.headers.get("retry-after"));
  const again = wait > 0 ? ` Try again in ${wait} s.` : "";
  try {
    const { title, detail } = (await response.json()) as Problem;
    return new Refusal(`${title}: ${detail}.${again}`, response.status);
  } catch {
    return new Refusal(`The service answered ${response.status}.${again}`, response.status);
  }
}

/** The statements of a text. The first name is the person's own target, the others are other names of it. */
export function classifyText(
  text: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<DocumentResult> {
  const [name, ...aliases] = names;
  const targets = name ? [{ name, aliases }] : undefined;
  const body = JSON.stringify({ text, targets });
  return ask("/v1/classify", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
}

/** The statements of the article in a web page; the answer holds the article's text. */
export function classifyPage(body: Blob, signal: AbortSignal): Promise<DocumentResult> {
  return ask("/v1/classify", { method: "POST", headers: { "content-type": "text/html" }, body, signal });
}
