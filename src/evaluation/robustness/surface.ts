import type { LabelledDocument } from "../../schemas/index.js";
import { replaceMatches, rewriteDocument } from "./rewrite.js";

const STRAIGHT: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‘": "'",
  "’": "'",
  "‚": "'",
};
const LINE_BREAKS = /\s*[\n\r\u2028\u2029]\s*/gu;

/** Curly quotation marks and apostrophes made straight. */
export function straightQuotes(document: LabelledDocument): LabelledDocument {
  return eachCharacter(document, (character) => STRAIGHT[character] ?? character);
}

export function lowerCase(document: LabelledDocument): LabelledDocument {
  return eachCharacter(document, (character) => character.toLowerCase());
}

export function capitals(document: LabelledDocument): LabelledDocument {
  return eachCharacter(document, (character) => character.toUpperCase());
}

/** All paragraphs in one. */
export function joinedParagraphs(document: LabelledDocument): LabelledDocument {
  const joined = (name: string) => name.replace(LINE_BREAKS, " ");
  return rewriteDocument(
    document,
    replaceMatches(document.text, LINE_BREAKS, () => " "),
    joined,
  );
}

/** A paragraph put before the text. */
export function afterParagraph(document: LabelledDocument, paragraph: string): LabelledDocument {
  return rewriteDocument(document, [{ start: 0, end: 0, text: `${paragraph}\n\n` }]);
}

function eachCharacter(document: LabelledDocument, change: (character: string) => string): LabelledDocument {
  const changed = Array.from(document.text).flatMap((character, start) => {
    const text = change(character);
    return text === character ? [] : [{ start, end: start + 1, text }];
  });
  return rewriteDocument(document, changed, (name) => Array.from(name, change).join(""));
}
