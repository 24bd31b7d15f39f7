import { StatementStanceError } from "../../errors/index.js";
import type { StoredStatement } from "../../schemas/index.js";
import { TABLE_COLUMNS, tableRows } from "./rows.js";

/** Rows that are held at a time. */
const ROW_GROUP = 20_000;

/**
 * Writes statements into a Parquet file as they come.
 * @throws file-unwritable
 */
export async function writeParquet(
  filename: string,
  statements: AsyncIterable<readonly StoredStatement[]>,
): Promise<void> {
  const columns = Object.entries(TABLE_COLUMNS).map(([name, type]) => ({ name, type, nullable: true }));
  // Loaded here, so that the service, which writes none, starts without it.
  const { fileWriter, parquetWriteRows } = await import("hyparquet-writer");
  try {
    await parquetWriteRows({
      writer: fileWriter(filename),
      rows: rowsOf(statements),
      columns,
      rowGroupSize: ROW_GROUP,
    });
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall !== "string") throw error;
    const message = `${filename} cannot be written: ${(error as Error).message}`;
    throw new StatementStanceError("file-unwritable", message, { file: filename, cause: error });
  }
}

async function* rowsOf(
  pages: AsyncIterable<readonly StoredStatement[]>,
): AsyncGenerator<Record<string, unknown>> {
  for await (const statements of pages) {
    for (const statement of statements) for (const row of tableRows(statement)) yield { ...row };
  }
}
