import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { keyRange } from "./identity.js";
import type { Tables } from "./tables.js";

/**
 * Counts are kept in three steps, so that writers never wait for each other on a busy name: a document's writer adds
 * rows to tally_pending; whoever folds them adds them up into tallies; readers fold first, so what they read is exact.
 */

const stanceSum = (stance: number, sign: number) =>
  sql`${sql.lit(sign)} * sum(case when stance = ${sql.lit(stance)} then 1 else 0 end)`;

/** Adds a document's statements to the pending counts (sign 1), or takes them off (-1). */
export async function tallyDocument(
  transaction: Transaction<Tables>,
  documentId: number,
  sign: 1 | -1,
): Promise<void> {
  const { first, last } = keyRange(documentId);
  await sql`insert into tally_pending (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, 0, day / 100, ${sql.lit(sign)} * count(*), 0, 0, 0
    from statements where id between ${first} and ${last} group by speaker_id, day / 100`.execute(
    transaction,
  );
  await sql`insert into tally_pending (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, target_id, day / 100, ${sql.lit(sign)} * count(*), ${stanceSum(0, sign)}, ${stanceSum(1, sign)}, ${stanceSum(2, sign)}
    from targets where statement_id between ${first} and ${last} group by speaker_id, target_id, day / 100`.execute(
    transaction,
  );
}

/** Rows that are folded at a time: of a question that is given up only the last step is lost. */
const STEP = 20_000;

/** Adds the counts up that are pending now. Cheap where there are none. */
export async function foldTallies(db: Kysely<Tables>): Promise<void> {
  const newest = await db
    .selectFrom("tally_pending")
    .select(({ fn }) => fn.max<number | null>("id").as("id"))
    .executeTakeFirst();
  if (newest?.id == null) return;
  const known = sql<boolean>`id <= ${newest.id}`;
  const some = sql`id in (select id from tally_pending where batch is null and ${known} order by id limit ${STEP})`;
  const oneLeft = db.selectFrom("tally_pending").select("id").where(known).limit(1);
  do await db.transaction().execute((transaction) => foldPending(transaction, some));
  while (await oneLeft.executeTakeFirst());
}

/**
 * In: rows of tally_pending that no other transaction has taken, all or some. Out: their sums in the three tables of
 * counts. Fails: as the database fails; the pending rows stay.
 */
async function foldPending(
  transaction: Transaction<Tables>,
  some: RawBuilder<unknown> = sql`true`,
): Promise<void> {
  const batch = 1 + Math.floor(Math.random() * 2 ** 40);
  await sql`update tally_pending set batch = ${batch} where batch is null and ${some}`.execute(transaction);
  await sql`insert into tallies (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, target_id, month, sum(statements), sum(favor), sum(against), sum(neutral)
    from tally_pending where batch = ${batch} group by speaker_id, target_id, month
    order by speaker_id, target_id, month
    on conflict (speaker_id, target_id, month) do update set statements = tallies.statements + excluded.statements,
      favor = tallies.favor + excluded.favor, against = tallies.against + excluded.against,
      neutral = tallies.neutral + excluded.neutral`.execute(transaction);
  await sql`insert into speaker_tallies (speaker_id, statements)
    select speaker_id, sum(statements) from tally_pending
    where batch = ${batch} and target_id = 0 and speaker_id <> 0 group by speaker_id order by speaker_id
    on conflict (speaker_id) do update set statements = speaker_tallies.statements + excluded.statements`.execute(
    transaction,
  );
  await sql`insert into target_tallies (target_id, statements, favor, against, neutral)
    select target_id, sum(statements), sum(favor), sum(against), sum(neutral) from tally_pending
    where batch = ${batch} and target_id <> 0 group by target_id order by target_id
    on conflict (target_id) do update set statements = target_tallies.statements + excluded.statements,
      favor = target_tallies.favor + excluded.favor, against = target_tallies.against + excluded.against,
      neutral = target_tallies.neutral + excluded.neutral`.execute(transaction);
  await sql`delete from tally_pending where batch = ${batch}`.execute(transaction);
}

/** Counts names anew around a change of which statements are theirs. Pending counts must be folded first. */
export async function retallyNames(
  transaction: Transaction<Tables>,
  names: readonly number[],
  change: () => Promise<void>,
): Promise<void> {
  await foldPending(transaction);
  const listed = sql.join([...names]);
  await sql`insert into tally_pending (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, target_id, month, -statements, -favor, -against, -neutral from tallies
    where speaker_id in (${listed}) or target_id in (${listed})`.execute(transaction);
  await change();
  await sql`insert into tally_pending (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, 0, day / 100, count(*), 0, 0, 0 from statements
    where speaker_id in (${listed}) group by speaker_id, day / 100`.execute(transaction);
  await sql`insert into tally_pending (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, target_id, day / 100, count(*), ${stanceSum(0, 1)}, ${stanceSum(1, 1)}, ${stanceSum(2, 1)}
    from targets where speaker_id in (${listed}) or target_id in (${listed})
    group by speaker_id, target_id, day / 100`.execute(transaction);
  await foldPending(transaction);
}
