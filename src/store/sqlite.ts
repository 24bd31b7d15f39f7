import { existsSync } from "node:fs";
import { dirname } from "node:path";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  sql,
  type Transaction,
} from "kysely";
import { StatementStanceError } from "../errors/index.js";
import type { Database, Dialect } from "./dialect.js";
import { reversed } from "./fold.js";
import { holdsWords } from "./holds-words.js";
import type { Tables } from "./tables.js";
import { asFts5, type TextQuery } from "./text-query.js";

/** How long a writer waits for another process, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;
/** FTS5 reads words that we folded and split already, so that both databases find the same. */
const TEXT_SEARCH =
  "create virtual table statement_words using fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')";

/**
 * Takes the write lock at the start of a transaction, so that it cannot be refused in its middle. A full disk makes
 * SQLite roll back by itself; a second rollback would hide why.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #file: import("better-sqlite3").Database;

  constructor(file: import("better-sqlite3").Database) {
    super({ database: file });
    this.#file = file;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    driver.beginTransaction = async (connection: DatabaseConnection): Promise<void> => {
      await connection.executeQuery(CompiledQuery.raw("begin immediate"));
    };
    driver.rollbackTransaction = async (connection: DatabaseConnection): Promise<void> => {
      if (this.#file.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
    };
    return driver;
  }
}

const dialect: Dialect = {
  spelling: {
    identity: "integer primary key autoincrement",
    key: "integer primary key",
    textSearch: [TEXT_SEARCH],
    withoutRowid: "without rowid",
    phraseSearch: [],
    plainOrder: [],
    countsInIndexes: [],
    reverse: "reversed",
    randomId: "lower(hex(randomblob(16)))",
  },
  lockForMigration: async () => {},
  forUpdate: sql``,
  forShare: sql``,
  skipLocked: sql``,
  async insertWords(transaction: Transaction<Tables>, rows) {
    for (const { id, words } of rows) {
      await sql`insert into statement_words (rowid, words) values (${id}, ${words.join(" ")})`.execute(
        transaction,
      );
    }
  },
  async deleteWords(transaction, first, last) {
    const kept = sql`select id from statements where id between ${first} and ${last}`;
    await sql`delete from statement_words where rowid in (${kept})`.execute(transaction);
  },
  matching: (query) => sql`select rowid from statement_words where statement_words match ${asFts5(query)}`,
  isAmong: (id, ids) => sql`${id} in (${sql.join([...ids])})`,
  holds: (query, id) =>
    sql`holds_words((select content from statements where id = ${id}), ${JSON.stringify(query)}) = 1`,
  dearPhrases: true,
  mostLookedAt: 5000,
  async rareMatches(db, query, limit) {
    const found = await sql<{ id: number }>`
      select rowid as id from statement_words where statement_words match ${asFts5(query)} limit ${limit + 1}`.execute(
      db,
    );
    return found.rows.length <= limit ? found.rows.map(({ id }) => id) : undefined;
  },
};

/**
 * Opens or makes a SQLite file.
 * @throws store-unavailable; store-driver-missing where better-sqlite3 is not installed
 */
export async function openSqlite(path: string): Promise<Database> {
  const Sqlite = await loadDriver();
  if (!existsSync(dirname(path))) {
    throw new StatementStanceError("store-unavailable", `${path}: the folder does not exist`);
  }
  const file = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    file.pragma("journal_mode = WAL");
    file.pragma("synchronous = FULL");
    file.pragma("foreign_keys = ON");
    file.pragma("cache_size = -65536");
    file.pragma("temp_store = MEMORY");
    file.pragma("mmap_size = 1073741824");
  } catch (error) {
    file.close();
    throw error;
  }
  file.function("holds_words", { deterministic: true }, (content, query) =>
    Number(holdsWords(String(content), readQuery(String(query)))),
  );
  file.function("reversed", { deterministic: true }, (text) => reversed(String(text)));
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(file) });
  return { db, dialect, place: path, close: () => db.destroy() };
}

let latest: { json: string; query: TextQuery } | undefined;

/** The same query is asked of one statement after the other. */
function readQuery(json: string): TextQuery {
  if (latest?.json !== json) latest = { json, query: JSON.parse(json) as TextQuery };
  return latest.query;
}

async function loadDriver(): Promise<typeof import("better-sqlite3")> {
  try {
    return (await import("better-sqlite3")).default;
  } catch (cause) {
    throw new StatementStanceError(
      "store-driver-missing",
      "a store in a SQLite file needs the package better-sqlite3 (npm install better-sqlite3), or give --store postgres://…",
      { cause },
    );
  }
}
