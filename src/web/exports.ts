import type { DocumentResult, Statement } from "../schemas/index.js";
import { asCsv } from "./csv.js";
import { byId, element } from "./elements.js";
import { goldRow } from "./gold.js";
import { statementsOf, type View } from "./views.js";

/** What can be exported at this moment. */
export interface Exportable {
  readonly text: string;
  readonly result: DocumentResult;
  readonly views: readonly View[];
}

/** JSON and CSV hold what the filters show; gold holds the whole text, as labels of a part would be wrong. */
export function offerExports(now: () => Exportable | undefined): void {
  const offer = (id: string, name: string, type: string, content: (what: Exportable) => string) =>
    byId(id).addEventListener("click", () => {
      const what = now();
      if (what) saveFile(name, type, content(what));
    });
  offer("as-json", "statements.json", "application/json", (what) => {
    return `${JSON.stringify(shownResult(what), null, 2)}\n`;
  });
  offer("as-csv", "statements.csv", "text/csv", (what) => asCsv(shownResult(what)));
  offer("as-gold", "corrections.jsonl", "application/jsonl", ({ text, result, views }) => {
    const { id, title, language } = result.document;
    const row = goldRow(id ?? nameOf(text), text, statementsOf(views));
    return `${JSON.stringify({ ...row, ...(title && { title }), language: language.code })}\n`;
  });
}

function shownResult({ result, views }: Exportable): DocumentResult {
  const marked = views
    .filter(({ shown }) => shown)
    .flatMap(({ now, corrected }): (Statement & { corrected?: true })[] =>
      now ? [corrected ? { ...now, corrected: true } : now] : [],
    );
  return { ...result, statements: marked };
}

/** Rows of one gold file need different ids: the text's first words serve. */
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
