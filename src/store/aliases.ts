import { type Kysely, sql, type Transaction } from "kysely";
import { StatementStanceError } from "../errors/index.js";
import type { Alias, AliasDecision } from "../schemas/index.js";
import type { Tables } from "./tables.js";
import { foldTallies, retallyNames } from "./tallies.js";

interface NameFound {
  id: number;
  name: string;
  canonical_id: number | null;
}

/**
 * Records a person's decision on two names. Where they are the same, all statements of `name` are listed under
 * `canonical` from now on; what the documents themselves say is kept.
 * @throws not-found where a name is not stored; invalid-request where they are one already, or the other way round, or
 * where `name` is joined to somebody else
 */
export async function decideAlias(db: Kysely<Tables>, decision: AliasDecision): Promise<void> {
  await foldTallies(db);
  await db.transaction().execute(async (transaction) => {
    const name = await nameNamed(transaction, decision.name);
    const other = await nameNamed(transaction, decision.canonical);
    const canonical = other.canonical_id ?? other.id;
    if (canonical === (name.canonical_id ?? name.id)) throw oneAlready(decision);
    // Joined to two, all that its first one has would go to the second.
    if (decision.same && name.canonical_id !== null) throw await joinedAlready(transaction, name);
    await record(transaction, name.id, other.id, decision);
    if (decision.same) await moveName(transaction, name.id, canonical);
  });
}

/**
 * Takes a decision back: the name stands for itself again, with those that were joined to it, and may be suggested
 * again.
 * @throws not-found where there is no decision on this name
 */
export async function withdrawAlias(db: Kysely<Tables>, name: string): Promise<void> {
  await foldTallies(db);
  await db.transaction().execute(async (transaction) => {
    const found = await nameNamed(transaction, name);
    const removed = await transaction
      .deleteFrom("alias_decisions")
      .where("name_id", "=", found.id)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n)
      throw new StatementStanceError("not-found", `no decision on the name '${name}'`);
    if (found.canonical_id !== null) await restoreName(transaction, found.id, found.canonical_id);
  });
}

/** All decisions, the latest first. */
export async function listAliases(db: Kysely<Tables>): Promise<Alias[]> {
  const rows = await sql<{
    name: string;
    other: string;
    same: number;
    decided_by: string | null;
    decided_at: number;
  }>`
    select names.name as name, others.name as other, same, decided_by, decided_at from alias_decisions
    join names on names.id = name_id join names as others on others.id = other_id
    order by decided_at desc, name_id, other_id`.execute(db);
  return rows.rows.map((row) => ({
    name: row.name,
    canonical: row.other,
    same: row.same === 1,
    by: row.decided_by,
    decided: new Date(row.decided_at).toISOString(),
  }));
}

async function nameNamed(transaction: Transaction<Tables>, name: string): Promise<NameFound> {
  const found = await transaction
    .selectFrom("names")
    .select(["id", "name", "canonical_id"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (!found) throw new StatementStanceError("not-found", `the store has no name '${name}'`);
  return found;
}

function oneAlready({ name, canonical }: AliasDecision): StatementStanceError {
  return new StatementStanceError("invalid-request", `'${name}' and '${canonical}' are one name already`);
}

async function joinedAlready(
  transaction: Transaction<Tables>,
  { name, canonical_id }: NameFound,
): Promise<StatementStanceError> {
  const canonical = await transaction
    .selectFrom("names")
    .select("name")
    .where("id", "=", canonical_id)
    .executeTakeFirstOrThrow();
  return new StatementStanceError(
    "invalid-request",
    `'${name}' is joined to '${canonical.name}' already; withdraw that first`,
  );
}

async function record(
  transaction: Transaction<Tables>,
  name: number,
  other: number,
  { same, by }: AliasDecision,
): Promise<void> {
  const columns = { same: Number(same), decided_by: by ?? null, decided_at: Date.now() };
  await transaction
    .insertInto("alias_decisions")
    .values({ name_id: name, other_id: other, ...columns })
    .onConflict((conflict) => conflict.columns(["name_id", "other_id"]).doUpdateSet(columns))
    .execute();
}

/** Writers hold the rows of their names until they are done, so this waits for them, and later ones see the new name. */
async function moveName(transaction: Transaction<Tables>, from: number, to: number): Promise<void> {
  await sql`update names set canonical_id = ${to} where id = ${from} or canonical_id = ${from}`.execute(
    transaction,
  );
  await retallyNames(transaction, [from, to], async () => {
    await sql`update statements set speaker_id = ${to} where speaker_id = ${from}`.execute(transaction);
    await sql`update targets set speaker_id = ${to} where speaker_id = ${from}`.execute(transaction);
    await sql`update targets set target_id = ${to} where target_id = ${from}`.execute(transaction);
  });
}

async function restoreName(transaction: Transaction<Tables>, id: number, canonical: number): Promise<void> {
  const own = sql.join(await joinedThrough(transaction, id, canonical));
  await sql`update names set canonical_id = ${id} where id in (${own})`.execute(transaction);
  await sql`update names set canonical_id = null where id = ${id}`.execute(transaction);
  await retallyNames(transaction, [id, canonical], async () => {
    await sql`update targets set speaker_id = ${id} where speaker_id = ${canonical} and statement_id in
      (select statements.id from statements where speaker_id = ${canonical} and speaker_name_id in (${own}))`.execute(
      transaction,
    );
    await sql`update statements set speaker_id = ${id}
      where speaker_id = ${canonical} and speaker_name_id in (${own})`.execute(transaction);
    await sql`update targets set target_id = ${id}
      where target_id = ${canonical} and target_name_id in (${own})`.execute(transaction);
  });
}

/** A name, and the names of its group that decisions lead to it. */
async function joinedThrough(
  transaction: Transaction<Tables>,
  id: number,
  canonical: number,
): Promise<number[]> {
  const found = await sql<{ id: number }>`
    with recursive own (id) as (
      select id from names where id = ${id}
      union select names.id from own
        join alias_decisions on other_id = own.id and same = 1
        join names on names.id = name_id and canonical_id = ${canonical})
    select id from own`.execute(transaction);
  return found.rows.map((row) => row.id);
}
