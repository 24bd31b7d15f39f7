/** Results for a person at a terminal: a door of its own, since services need neither colours nor widths. */
export { languageWarning } from "./language.js";
export { type PrettyOptions, prettyDocument } from "./pretty.js";
