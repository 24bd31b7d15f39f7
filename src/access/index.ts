/** API keys: made, kept as hashes, recognised. */
export { readKeys, watchKeys, writeKeys } from "./key-file.js";
export { createKey, findKey, mayDo } from "./keys.js";
