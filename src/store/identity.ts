/** Most statements that one document may have in the store. */
export const STATEMENTS_PER_DOCUMENT = 2 ** 20;

/** A statement's key: its document's id and its number in the document, so that a document's statements lie together. */
export function statementKey(documentId: number, number: number): number {
  return documentId * STATEMENTS_PER_DOCUMENT + number;
}

/** The keys that a document's statements can have. */
export function keyRange(documentId: number): { first: number; last: number } {
  return {
    first: documentId * STATEMENTS_PER_DOCUMENT,
    last: (documentId + 1) * STATEMENTS_PER_DOCUMENT - 1,
  };
}
