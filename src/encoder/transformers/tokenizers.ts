/** The tokenizers of transformers.js. `npm run build` puts what they need of the package in their place. */
export { env } from "@xenova/transformers/src/env.js";
export { AutoTokenizer } from "@xenova/transformers/src/tokenizers.js";
