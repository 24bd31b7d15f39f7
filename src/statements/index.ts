/** Edges of all windows to statements of the document. */
export { type DraftStatement, draftStatements } from "./draft.js";
export { kindOf } from "./kind.js";
export { quotedWords } from "./quotations.js";
