import { StatementStanceError } from "../errors/index.js";
import { foldedWords } from "./fold.js";

/** Words that must, or must not, stand in a statement's content. */
export interface TextTerm {
  /** One word, or the words of a phrase. */
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly beginning: boolean;
  readonly negated: boolean;
}
export type TextQuery = readonly TextTerm[];

const TERM = /(-?)(?:"([^"]*)"?|(\S+))/gu;

/**
 * Reads `ceasefire "peace talks" negotiat* -oil`.
 * @throws invalid-request when no word is left to look for
 */
export function parseTextQuery(text: string): TextQuery {
  const terms = [...text.matchAll(TERM)].flatMap(([, minus, phrase, word]): TextTerm[] => {
    const words = foldedWords(phrase ?? word ?? "");
    const beginning = word?.endsWith("*") ?? false;
    return words.length > 0 ? [{ words, beginning, negated: minus === "-" }] : [];
  });
  if (terms.some((term) => !term.negated)) return terms;
  throw new StatementStanceError("invalid-request", `text: no word to look for in '${text}'`, {
    errors: [{ path: "text", code: "no-word", message: "no word to look for", received: text }],
  });
}

/** As SQLite's FTS5 reads it. Words hold letters and digits only, so quoting is safe. */
export function asFts5(query: TextQuery): string {
  const print = (term: TextTerm): string => `"${term.words.join(" ")}"${term.beginning ? " *" : ""}`;
  const wanted = query.filter((term) => !term.negated).map(print);
  const unwanted = query.filter((term) => term.negated).map(print);
  const all = wanted.join(" AND ");
  return unwanted.length > 0 ? `(${all}) NOT (${unwanted.join(" OR ")})` : all;
}

/** As PostgreSQL's to_tsquery reads it. */
export function asTsQuery(query: TextQuery): string {
  const print = ({ words, beginning, negated }: TextTerm): string => {
    const quoted = words.map((word) => `'${word}'`);
    return `${negated ? "!" : ""}(${quoted.join(" <-> ")}${beginning ? ":*" : ""})`;
  };
  return query.map(print).join(" & ");
}
