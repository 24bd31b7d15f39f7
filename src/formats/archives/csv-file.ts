import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { parseOrThrow, StatementStanceError } from "../../errors/index.js";
import { DocumentRow } from "../../schemas/index.js";
import { asUtf8, notUtf8 } from "./encoding.js";
import {
  type ArchiveItem,
  type ArchiveOptions,
  archiveDocument,
  archiveFault,
  type Columns,
  DEFAULT_ARCHIVE_OPTIONS,
} from "./items.js";
import type { Source } from "./source.js";

interface CsvRecord {
  readonly record: readonly Buffer[];
  readonly info: { readonly lines: number };
}

/** Documents of the rows of a CSV file whose first row names the columns. A bad row is a fault of its own. */
export async function* readCsv(source: Source, options: ArchiveOptions): AsyncGenerator<ArchiveItem> {
  const bad: CsvError[] = [];
  const rows = csvRows(source, options, (error) => bad.push(error));
  let header: string[] | undefined;
  let line = 1;
  for await (const { record, info } of rows) {
    while (lineOf(bad[0]) < line) yield rowFault(bad.shift()!, source.name);
    const where = { file: source.name, line };
    line = info.lines + 1;
    if (header) {
      yield documentOf(record, header, where, options);
      continue;
    }
    header = record.map((cell) => cell.toString("utf8").trim());
    const missing = missingColumn(header, options.columns);
    if (missing) {
      yield archiveFault(missing, where);
      return;
    }
  }
  for (const error of bad) yield rowFault(error, source.name);
}

function csvRows(
  source: Source,
  { delimiter, encoding, maxDocumentBytes }: ArchiveOptions,
  onBadRow: (error: CsvError) => void,
): AsyncIterable<CsvRecord> {
  const parser = parse({
    delimiter: delimiter ?? (/\.tsv$/i.test(source.name) ? "\t" : ","),
    encoding: null,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maxDocumentBytes,
    on_skip: (error) => {
      if (error) onBadRow(error);
    },
  });
  const bytes = Readable.from(asUtf8(source.bytes, encoding), { objectMode: false });
  bytes.on("error", (error) => parser.destroy(error));
  bytes.pipe(parser);
  return parser as AsyncIterable<CsvRecord>;
}

/** The parser is ahead of us: where a bad row lies decides when it is told. */
const lineOf = (error: CsvError | undefined): number =>
  error ? Number(error.lines) : Number.POSITIVE_INFINITY;

function rowFault(error: CsvError, file: string): ArchiveItem {
  const fault = new StatementStanceError("broken-line", `the row cannot be read: ${error.message}`);
  return archiveFault(fault, { file, line: lineOf(error) });
}

function missingColumn(header: readonly string[], { text }: Columns): StatementStanceError | undefined {
  if (header.includes(text)) return undefined;
  return new StatementStanceError(
    "broken-line",
    `there is no column '${text}'; the columns are ${header.map((name) => `'${name}'`).join(", ")}: give --text-column`,
  );
}

/** Columns that are read, and those that only look so: another column was named in their place. */
const known = (columns: Columns): string[] => [
  ...Object.values(columns),
  ...Object.values(DEFAULT_ARCHIVE_OPTIONS.columns),
  "targets",
];

function documentOf(
  record: readonly Buffer[],
  header: readonly string[],
  where: { file: string; line: number },
  options: ArchiveOptions,
): ArchiveItem {
  try {
    if (record.length !== header.length) {
      throw new StatementStanceError(
        "broken-line",
        `the row has ${record.length} fields, and the header has ${header.length}`,
      );
    }
    const wrong = record.find((cell) => !isUtf8(cell));
    if (wrong) throw notUtf8(wrong);
    const cell = (column: string): string | undefined =>
      record[header.indexOf(column)]?.toString("utf8") || undefined;
    const { columns } = options;
    const others = header.filter((column) => !known(columns).includes(column));
    const named = {
      ...Object.fromEntries(others.map((column) => [column, cell(column)])),
      id: cell(columns.id),
      title: cell(columns.title),
      date: cell(columns.date),
      url: cell(columns.url),
    };
    const row = parseOrThrow(DocumentRow, { text: cell(columns.text) ?? "", ...named }, "broken-line");
    return archiveDocument(row, "plain", where, options);
  } catch (error) {
    return archiveFault(error, where);
  }
}
