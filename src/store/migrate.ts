import { type Kysely, sql } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import type { Dialect } from "./dialect.js";
import { MIGRATIONS } from "./migrations/index.js";
import type { Tables } from "./tables.js";

const CREATE = `create table if not exists migrations (
  number bigint primary key, name text not null, applied_at bigint not null)`;

/**
 * Brings the schema up to this version, one process at a time.
 * @throws store-newer when the store was made by a later version
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect, place: string): Promise<void> {
  if ((await version(db)) === MIGRATIONS.length) return;
  await db.transaction().execute(async (transaction) => {
    await dialect.lockForMigration(transaction);
    await sql.raw(CREATE).execute(transaction);
    const reached = await version(transaction);
    refuseNewer(reached, place);
    for (const migration of MIGRATIONS.slice(reached)) {
      for (const statement of migration.statements(dialect.spelling)) {
        await sql.raw(statement).execute(transaction);
      }
      const row = { number: migration.number, name: migration.name, applied_at: Date.now() };
      await transaction.insertInto("migrations").values(row).execute();
    }
  });
}

function refuseNewer(reached: number, place: string): void {
  if (reached <= MIGRATIONS.length) return;
  throw new StatementStanceError(
    "store-newer",
    `${place} has schema ${reached}, and this version knows schemas up to ${MIGRATIONS.length}: update statement-stance`,
  );
}

async function version(db: Kysely<Tables>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === "migrations")) return 0;
  const row = await db
    .selectFrom("migrations")
    .select(({ fn }) => fn.max("number").as("number"))
    .executeTakeFirst();
  return Number(row?.number ?? 0);
}
