import type { DocumentResult } from "../schemas/index.js";
import type { ReadDocument } from "./documents.js";

/** A document's result with the other fields of its row, and its text where it was taken out of a page. */
export function jsonDocument(read: ReadDocument, result: DocumentResult): object {
  const { document, ...rest } = result;
  return { document: { ...otherFields(read), ...document, ...extractedText(read) }, ...rest };
}

/** A line of JSON lines: the row without its text, and its statements. */
export function jsonRow(read: ReadDocument, { document, statements }: DocumentResult): object {
  const { language } = document;
  return { id: null, ...otherFields(read), language, ...extractedText(read), statements };
}

function otherFields({ row }: ReadDocument): object {
  const { text: _text, targets: _targets, ...others } = row;
  return others;
}

/** Offsets count in a text that nobody else has. */
function extractedText({ row, extracted }: ReadDocument): object {
  return extracted ? { text: row.text } : {};
}
