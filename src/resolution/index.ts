/** Sources and targets to canonical names over the whole document. */
export { nameResolver, type ResolvedName, type ResolveName } from "./resolve.js";
