import { stringify } from "csv-stringify/sync";
import type { StoredStatement } from "../../schemas/index.js";
import { TABLE_COLUMNS, tableRows } from "./rows.js";

/** A cell that a spreadsheet would run as a formula is put behind an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/;
const columns = Object.keys(TABLE_COLUMNS);
const cast = { string: (value: string) => (FORMULA.test(value) ? `'${value}` : value) };

/** The line that names the columns. */
export const storedCsvHeader = (): string => stringify([columns]);

/** The lines of some statements. */
export function storedCsv(statements: readonly StoredStatement[]): string {
  return stringify(statements.flatMap(tableRows), { columns, cast });
}
