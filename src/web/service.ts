import type { DocumentResult, Problem } from "../schemas/index.js";
import { byId } from "./elements.js";

/** What the service refused, in its words. */
export class Refusal extends Error {
  readonly status: number;

  constructor({ status, title, detail }: Problem) {
    super(`${title}: ${detail}`);
    this.status = status;
  }
}

/** Asks this page's own service. @throws Refusal */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const key = byId<HTMLInputElement>("key").value.trim();
  const headers = {
    accept: "application/json",
    ...init.headers,
    ...(key && { authorization: `Bearer ${key}` }),
  };
  const response = await fetch(path, { ...init, headers });
  if (!response.ok) throw new Refusal((await response.json()) as Problem);
  return (await response.json()) as T;
}

/** The statements of a text, or of the article in a web page. */
export function classify(text: string, target: string, isPage: boolean): Promise<DocumentResult> {
  if (isPage)
    return ask("/v1/classify", {
      method: "POST",
      headers: { "content-type": "text/html; charset=utf-8" },
      body: text,
    });
  const body = JSON.stringify({ text, ...(target && { targets: [{ name: target }] }) });
  return ask("/v1/classify", { method: "POST", headers: { "content-type": "application/json" }, body });
}
