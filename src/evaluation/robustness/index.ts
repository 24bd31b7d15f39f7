/** Texts changed in ways that change nothing of what they say, and statements that must not depend on whom they name. */
export { type GroupStance, type KindOfGroups, stanceByGroup } from "./bias.js";
export { otherNames, swappedSides } from "./names.js";
export { type Replacement, rewriteDocument, rewriteText, spanMover } from "./rewrite.js";
export { afterParagraph, capitals, joinedParagraphs, lowerCase, straightQuotes } from "./surface.js";
export { type NeutralStatement, neutralStatements, TEMPLATES } from "./templates.js";
export { UNRELATED_PARAGRAPHS } from "./unrelated.js";
