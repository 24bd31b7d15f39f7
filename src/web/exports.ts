import type { DocumentResult, Statement } from "../schemas/index.js";
import { ALL } from "./choice.js";
import type { Corrected } from "./corrected-texts.js";
import { asCsv } from "./csv.js";
import { byId, element } from "./elements.js";
import { goldRow } from "./gold.js";
import { statementsOf, type View, viewsOf } from "./views.js";

/** What can be exported at this moment. */
export interface Exportable extends Corrected {
  readonly views: readonly View[];
}

/**
 * JSON and CSV hold what the filters show; gold holds the whole text, as labels of a part would be wrong.
 * @param corrected all texts that the person corrected
 */
export function offerExports(now: () => Exportable | undefined, corrected: () => readonly Corrected[]): void {
  const offer = (id: string, name: string, type: string, content: (what: Exportable) => string) =>
    byId(id).addEventListener("click", () => {
      const what = now();
      if (what) saveFile(name, type, content(what));
    });
  offer("as-json", "statements.json", "application/json", (what) => {
    return `${JSON.stringify(shownResult(what), null, 2)}\n`;
  });
  offer("as-csv", "statements.csv", "text/csv", (what) => asCsv(shownResult(what)));
  offer("as-gold", "corrections.jsonl", "application/jsonl", (what) => goldOf([what]));
  offer("as-gold-all", "corrections.jsonl", "application/jsonl", () => goldOf(corrected()));
}

/** One line a text. Rows of one file have different ids. */
export function goldOf(texts: readonly Corrected[]): string {
  const taken = new Set<string>();
  const lines = texts.map(({ text, result, corrections }) => {
    const { id, title, language } = result.document;
    const name = freeName(id ?? nameOf(text), taken);
    taken.add(name);
    const row = goldRow(name, text, statementsOf(viewsOf(result.statements, corrections, ALL)));
    return `${JSON.stringify({ ...row, ...(title && { title }), language: language.code })}\n`;
  });
  return lines.join("");
}

function shownResult({ result, views }: Exportable): DocumentResult {
  const marked = views
    .filter(({ shown }) => shown)
    .flatMap(({ now, corrected }): (Statement & { corrected?: true })[] =>
      now ? [corrected ? { ...now, corrected: true } : now] : [],
    );
  return { ...result, statements: marked };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
  return free;
}

/** A text without an id is known by its first words. */
function nameOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 8).join("-").slice(0, 80) || "text";
}

/** Gives the person a file. */
function saveFile(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
