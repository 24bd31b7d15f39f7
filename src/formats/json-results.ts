import type { DocumentResult } from "../schemas/index.js";
import type { ReadDocument } from "./documents.js";

/**
 * A document's result with the other fields of its row, and its text where it was taken out of a page. What a row says
 * of its own language is `rowLanguage`: `language` is the one that was detected.
 */
export function jsonDocument(read: ReadDocument, { document, ...rest }: DocumentResult): object {
  const { id: _id, ...fields } = otherFields(read);
  const { id, ...found } = document;
  const { language } = fields;
  return {
    document: {
      id,
      ...fields,
      ...found,
      ...(language !== undefined && { rowLanguage: language }),
      ...extractedText(read),
    },
    ...rest,
  };
}

/** A line of JSON lines: the row as it was, without its text, and what was found. */
export function jsonRow(read: ReadDocument, { document, statements }: DocumentResult): object {
  const { id, ...fields } = otherFields(read);
  return {
    id: id ?? document.id,
    ...fields,
    ...extractedText(read),
    detectedLanguage: document.language,
    statements,
  };
}

function otherFields({ given }: ReadDocument): Record<string, unknown> {
  const { text: _text, ...others } = given as Record<string, unknown>;
  return others;
}

/** Offsets count in a text that nobody else has. */
function extractedText({ row, extracted }: ReadDocument): object {
  return extracted ? { text: row.text } : {};
}
