import type { StoredStatement } from "../../schemas/index.js";

/** A statement and one of its targets, as tables have it. */
export interface StatementTableRow {
  readonly document: string;
  readonly date: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly language: string;
  readonly statement: string;
  readonly kind: string;
  readonly speaker: string | null;
  readonly speaker_in_text: string | null;
  readonly speaker_type: string | null;
  readonly target: string | null;
  readonly target_in_text: string | null;
  readonly stance: string | null;
  readonly favor: number | null;
  readonly against: number | null;
  readonly neutral: number | null;
  readonly cue: string | null;
  readonly source: string | null;
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  readonly job: number;
}

/** One row a target; one row also for a statement without any. */
export function tableRows(statement: StoredStatement): StatementTableRow[] {
  const { document, content, speaker } = statement;
  const common = {
    document: document.id,
    date: document.date,
    title: document.title,
    url: document.url,
    language: document.language,
    statement: statement.id,
    kind: statement.kind,
    speaker: speaker?.name ?? null,
    speaker_in_text: speaker?.nameInText ?? null,
    speaker_type: speaker?.type ?? null,
    cue: statement.cue?.text ?? null,
    source: statement.source?.text ?? null,
    content: content.text,
    start: content.spans[0]![0],
    end: content.spans.at(-1)![1],
    confidence: statement.confidence,
    job: statement.job,
  };
  const targets = statement.targets.length > 0 ? statement.targets : [undefined];
  return targets.map((target) => ({
    ...common,
    target: target?.name ?? null,
    target_in_text: target?.nameInText ?? null,
    stance: target?.stance ?? null,
    favor: target?.scores.favor ?? null,
    against: target?.scores.against ?? null,
    neutral: target?.scores.neutral ?? null,
  }));
}

/** The columns in their order, with their types. */
export const TABLE_COLUMNS = {
  document: "STRING",
  date: "STRING",
  title: "STRING",
  url: "STRING",
  language: "STRING",
  statement: "STRING",
  kind: "STRING",
  speaker: "STRING",
  speaker_in_text: "STRING",
  speaker_type: "STRING",
  target: "STRING",
  target_in_text: "STRING",
  stance: "STRING",
  favor: "DOUBLE",
  against: "DOUBLE",
  neutral: "DOUBLE",
  cue: "STRING",
  source: "STRING",
  content: "STRING",
  start: "INT32",
  end: "INT32",
  confidence: "DOUBLE",
  job: "INT32",
} as const satisfies Record<keyof StatementTableRow, "STRING" | "DOUBLE" | "INT32">;
