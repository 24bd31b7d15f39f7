/** Sources and targets to canonical names over the whole document. */
export { type Mention, nameResolver, type ResolvedName } from "./resolve.js";
