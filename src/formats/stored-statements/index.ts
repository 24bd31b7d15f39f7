/** Statements of the store as tables for other programs. */
export { storedCsv, storedCsvHeader } from "./csv.js";
export { writeParquet } from "./parquet.js";
