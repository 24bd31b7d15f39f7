/** Documents in, results out, in the formats that people have. */

export { readArticle } from "./article.js";
export { type ArticleReader, createArticleReader } from "./article-reader.js";
export { CSV_COLUMNS, csvHeader, csvRows, jobCsvHeader, jobCsvRows } from "./csv-results.js";
export { decodePage, decodeSent } from "./decode-page.js";
export { placedError, placeName } from "./document-place.js";
export {
  type OpenInput,
  openInput,
  type ReadDocument,
  readDocuments,
  type UnreadableDocument,
} from "./documents.js";
export { formatOfName, INPUT_FORMATS, type InputFormat } from "./guess-format.js";
export type { Article } from "./html.js";
export { parseJson } from "./json.js";
export { jsonDocument, jsonRow } from "./json-results.js";
