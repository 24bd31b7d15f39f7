/** Documents in, results out, in the formats that people have. */
export { decodeText } from "./decode.js";
export {
  INPUT_FORMATS,
  type InputFormat,
  type ReadDocument,
  readDocumentFile,
  readDocumentStream,
} from "./documents.js";
export { type Article, readArticle } from "./html.js";
export { type PrettyOptions, prettyDocument } from "./pretty.js";
export { CSV_COLUMNS, csvHeader, csvRows } from "./results.js";
