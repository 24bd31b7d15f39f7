import type { Transaction } from "kysely";
import type { DocumentResult, Statement } from "../schemas/index.js";
import { dayOf } from "./days.js";
import type { Dialect } from "./dialect.js";
import { foldedWords } from "./fold.js";
import { keyRange, statementKey } from "./identity.js";
import { internNames } from "./names.js";
import { type DocumentFacts, statementRow, targetRows } from "./statement-rows.js";
import type { Tables } from "./tables.js";
import { tallyDocument } from "./tallies.js";

/** A document that was scored, with what its row says. */
export interface ScoredDocument {
  readonly job: number;
  readonly number: number;
  readonly key: string;
  readonly hash: string;
  readonly title?: string | undefined;
  readonly date?: string | undefined;
  readonly url?: string | undefined;
  readonly result: DocumentResult;
  readonly attempts: number;
}

/** Rows of one insert: a query has room for some 32,000 values. */
const CHUNK = 500;

/** The columns of a document. */
export function documentColumns(scored: ScoredDocument) {
  const { language } = scored.result.document;
  return {
    content_hash: scored.hash,
    job_id: scored.job,
    number: scored.number,
    title: scored.title ?? scored.result.document.title,
    date: scored.date ?? null,
    day: dayOf(scored.date),
    url: scored.url ?? null,
    language: language.code,
    language_confidence: language.confidence,
    language_trained: Number(language.trainedFor),
    model: `${scored.result.model.name} ${scored.result.model.version}`,
    scored_at: Date.now(),
  };
}

/** Writes a document's statements, their names, words and counts. */
export async function writeStatements(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  statements: readonly Statement[],
  facts: DocumentFacts,
): Promise<void> {
  const names = await internNames(transaction, dialect, namesOf(statements));
  const numbered = statements.map((statement, index) => ({
    statement,
    id: statementKey(facts.documentId, index + 1),
  }));
  const rows = numbered.map(({ statement, id }) => statementRow(statement, id, facts, names));
  const targets = numbered.flatMap(({ statement, id }) => targetRows(statement, id, facts, names));
  for (const part of chunks(rows)) await transaction.insertInto("statements").values(part).execute();
  for (const part of chunks(targets)) await transaction.insertInto("targets").values(part).execute();
  const words = numbered.map(({ statement, id }) => ({ id, words: foldedWords(statement.content.text) }));
  for (const part of chunks(words)) await dialect.insertWords(transaction, part);
  await tallyDocument(transaction, facts.documentId, 1);
}

/** Takes a document's statements out, with their words and counts. */
export async function eraseStatements(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  documentId: number,
): Promise<void> {
  const { first, last } = keyRange(documentId);
  await tallyDocument(transaction, documentId, -1);
  await dialect.deleteWords(transaction, first, last);
  await transaction
    .deleteFrom("targets")
    .where("statement_id", ">=", first)
    .where("statement_id", "<=", last)
    .execute();
  await transaction.deleteFrom("statements").where("id", ">=", first).where("id", "<=", last).execute();
}

function* namesOf(statements: readonly Statement[]): Iterable<string> {
  for (const { speaker, targets } of statements) {
    if (speaker) yield speaker.name;
    for (const target of targets) yield target.name;
  }
}

function* chunks<Row>(rows: readonly Row[]): Iterable<Row[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}
