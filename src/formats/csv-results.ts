import { stringify } from "csv-stringify/sync";
import type { DocumentResult, JobResult, Statement } from "../schemas/index.js";

/** One row for each target of each statement, one also for a statement without any, and one for each requested target. */
const STATEMENT_COLUMNS = [
  "document",
  "statement",
  "kind",
  "speaker",
  "speaker_type",
  "speaker_confidence",
  "source",
  "cue",
  "content",
  "content_start",
  "content_end",
  "target",
  "target_text",
  "target_start",
  "target_end",
  "stance",
  "favor",
  "against",
  "neutral",
  "target_confidence",
  "confidence",
  "requested",
  "source_spans",
  "cue_spans",
  "content_spans",
] as const;

/** The columns of a CSV of statements. */
export const CSV_COLUMNS = [...STATEMENT_COLUMNS, "language", "language_trained"] as const;

/** The header line of a CSV of statements. */
export function csvHeader(): string {
  return stringify([CSV_COLUMNS]);
}

/** A document's statements as CSV lines, without a header. What a spreadsheet would run as a formula is made text. */
export function csvRows({ document, statements }: DocumentResult): string {
  const { code, trainedFor } = document.language;
  const rows = statements.flatMap((statement) => statementRows(document.id ?? "", statement));
  const told = rows.map((row) => [...row, code, trainedFor ? "yes" : "no"]);
  return stringify(told, { escape_formulas: true });
}

/** The header line of a CSV of a job's documents. */
export function jobCsvHeader(): string {
  return stringify([["number", "state", "error", ...STATEMENT_COLUMNS]]);
}

/** Documents of a job as CSV lines: one row for each target of each statement, one also for a document without any. */
export function jobCsvRows(results: readonly JobResult[]): string {
  const rows = results.flatMap(({ number, state, error, id, statements }) => {
    const found = statements.flatMap((statement) => statementRows(id, statement));
    const whole = found.length > 0 ? found : [[id, ...STATEMENT_COLUMNS.slice(1).map(() => "")]];
    return whole.map((row) => [number, state, error?.code, ...row]);
  });
  return stringify(rows, { escape_formulas: true });
}

function statementRows(document: string, statement: Statement): unknown[][] {
  const { id, kind, speaker, source, cue, content, confidence } = statement;
  const first = [
    document,
    id,
    kind,
    speaker?.name,
    speaker?.type,
    speaker?.confidence,
    source?.text,
    cue?.text,
    content.text,
  ];
  const spans = [source, cue, content].map((part) => JSON.stringify(part?.spans ?? []));
  const bounds = [content.spans[0]?.[0], content.spans.at(-1)?.[1]];
  const targets = statement.targets.map((target) => [
    ...first,
    ...bounds,
    target.name,
    target.text,
    ...target.span,
    target.stance,
    target.scores.favor,
    target.scores.against,
    target.scores.neutral,
    target.confidence,
    confidence,
    "",
    ...spans,
  ]);
  const none = [...first, ...bounds, "", "", "", "", "", "", "", "", "", confidence, "", ...spans];
  const requested = (statement.requested ?? []).map(({ name, concerned, span, stance, scores }) => [
    ...first,
    ...bounds,
    name,
    "",
    span?.[0],
    span?.[1],
    stance,
    scores?.favor,
    scores?.against,
    scores?.neutral,
    "",
    confidence,
    concerned ? "concerned" : "not concerned",
    ...spans,
  ]);
  return [...(targets.length > 0 ? targets : [none]), ...requested];
}
