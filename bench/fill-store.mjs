/** Writes a made archive straight into a store's tables: as the product would leave it, in a fraction of the time. */
import { openStore } from "../dist/store/index.js";
import { madeArchive, TALLY } from "./made-archive.mjs";

/** Out: seconds. */
export async function fillStore(place, statements) {
  const began = performance.now();
  const store = await openStore(place);
  await store.createJob({ name: "made", plan: "{}", maxErrors: null, owner: "bench/0/", leaseMs: 0 });
  await store.endJob(1, "finished", null);
  await store.close();
  const write = place.includes("://") ? await postgresWriter(place) : await sqliteWriter(place);
  for (const batch of madeArchive(statements)) {
    await write.batch(Object.entries(batch).filter(([, rows]) => rows.length > 0));
  }
  for (const statement of TALLY) await write.run(statement);
  await write.close();
  return (performance.now() - began) / 1000;
}

async function sqliteWriter(path) {
  const { default: Sqlite } = await import("better-sqlite3");
  const file = new Sqlite(path);
  file.pragma("synchronous = OFF");
  file.pragma("cache_size = -500000");
  const prepared = new Map();
  const insertInto = (table, row) => {
    if (table === "statement_words")
      return file.prepare("insert into statement_words (rowid, words) values (@id, @words)");
    const columns = Object.keys(row);
    const quoted = columns.map((column) => `"${column}"`).join(", ");
    const values = columns.map((column) => `@${column}`).join(", ");
    return file.prepare(`insert into ${table} (${quoted}) values (${values})`);
  };
  const batch = file.transaction((tables) => {
    for (const [table, rows] of tables) {
      if (!prepared.has(table)) prepared.set(table, insertInto(table, rows[0]));
      for (const row of rows) prepared.get(table).run(row);
    }
  });
  return {
    batch: async (tables) => batch(tables),
    run: async (statement) => file.exec(statement),
    async close() {
      file.exec(
        "insert into job_counts values (1, 0, (select count(*) from documents), (select count(*) from documents), 0, 0, 0, (select count(*) from statements))",
      );
      file.pragma("wal_checkpoint(TRUNCATE)");
      file.close();
    },
  };
}

async function postgresWriter(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insertInto = (table, rows) => {
    const json = JSON.stringify(rows);
    if (table !== "statement_words")
      return client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        json,
      ]);
    const text =
      "insert into statement_words select id, to_tsvector('simple', words) from json_to_recordset($1) as x(id bigint, words text)";
    return client.query(text, [json]);
  };
  return {
    async batch(tables) {
      await client.query("begin");
      for (const [table, rows] of tables) await insertInto(table, rows);
      await client.query("commit");
    },
    run: (statement) => client.query(statement),
    async close() {
      for (const table of ["names", "documents"])
        await client.query(
          `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
        );
      await client.query(
        "insert into job_counts values (1, 0, (select count(*) from documents), (select count(*) from documents), 0, 0, 0, (select count(*) from statements))",
      );
      await client.query("vacuum analyze");
      await client.end();
    },
  };
}
