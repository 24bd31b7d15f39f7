import { type Kysely, sql } from "kysely";
import type { Statement, StoredDocument, StoredStatement, Target } from "../schemas/index.js";
import { keyRange } from "./identity.js";
import { statementOf, targetOf } from "./statement-rows.js";
import type { StatementRow, Tables, TargetRow } from "./tables.js";

type NamedStatement = StatementRow & { speaker: string | null; speaker_in_text: string | null };
type NamedTarget = TargetRow & { target: string; target_in_text: string };
type WithDocument = NamedStatement & {
  document_key: string;
  title: string | null;
  date: string | null;
  url: string | null;
  language: string;
};

/** The statements of these keys, in the order of the keys. */
export async function readStatements(db: Kysely<Tables>, ids: readonly number[]): Promise<StoredStatement[]> {
  if (ids.length === 0) return [];
  const rows = await sql<WithDocument>`
    select statements.*, spoken.name as speaker, written.name as speaker_in_text, documents.document_key,
      documents.title, documents.date, documents.url, documents.language
    from statements join documents on documents.id = statements.document_id
    left join names as spoken on spoken.id = statements.speaker_id
    left join names as written on written.id = statements.speaker_name_id
    where statements.id in (${sql.join(ids)})`.execute(db);
  const targets = await readTargets(db, sql`targets.statement_id in (${sql.join(ids)})`);
  const byId = new Map(rows.rows.map((row) => [row.id, stored(row, targets.get(row.id) ?? [])]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** All statements of some documents, by the documents' ids, as the classifier gave them. */
export async function readByDocument(
  db: Kysely<Tables>,
  documents: readonly number[],
): Promise<Map<number, Statement[]>> {
  const found = new Map<number, Statement[]>(documents.map((id) => [id, []]));
  for (const id of found.keys()) found.set(id, await statementsOf(db, id));
  return found;
}

async function statementsOf(db: Kysely<Tables>, documentId: number): Promise<Statement[]> {
  const { first, last } = keyRange(documentId);
  const rows = await sql<NamedStatement>`
    select statements.*, written.name as speaker, written.name as speaker_in_text from statements
    left join names as written on written.id = statements.speaker_name_id
    where statements.id between ${first} and ${last} order by statements.id`.execute(db);
  const targets = await readTargets(db, sql`targets.statement_id between ${first} and ${last}`);
  return rows.rows.map((row) =>
    statementOf(
      row,
      row.speaker,
      (targets.get(row.id) ?? []).map((target) => targetOf(target, target.target_in_text)),
    ),
  );
}

async function readTargets(
  db: Kysely<Tables>,
  condition: ReturnType<typeof sql>,
): Promise<Map<number, NamedTarget[]>> {
  const rows = await sql<NamedTarget>`
    select targets.*, meant.name as target, written.name as target_in_text from targets
    join names as meant on meant.id = targets.target_id
    join names as written on written.id = targets.target_name_id
    where ${condition} order by targets.statement_id, targets.rank`.execute(db);
  const grouped = new Map<number, NamedTarget[]>();
  for (const row of rows.rows) grouped.set(row.statement_id, [...(grouped.get(row.statement_id) ?? []), row]);
  return grouped;
}

function stored(row: WithDocument, rows: readonly NamedTarget[]): StoredStatement {
  const { document_key: id, title, date, url, language } = row;
  const document: StoredDocument = { id, title, date, url, language };
  const targets = rows.map((target): Target & { nameInText: string } => ({
    ...targetOf(target, target.target),
    nameInText: target.target_in_text,
  }));
  const { speaker, ...statement } = statementOf(row, row.speaker, targets);
  return {
    ...statement,
    speaker: speaker && { ...speaker, nameInText: row.speaker_in_text ?? speaker.name },
    targets,
    document,
    job: row.job_id,
  };
}
