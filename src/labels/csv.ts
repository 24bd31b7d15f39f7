import { type CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { StatementStanceError } from "../errors/index.js";
import {
  type LabelledDocument,
  type LabelledStatement,
  type LabelledTarget,
  Span,
  SpeakerType,
  Stance,
} from "../schemas/index.js";
import { mapSpan } from "../text/index.js";
import type { Place, Reading, ReadOptions } from "./contract.js";
import { fault, shapeFaults } from "./fault.js";
import { noText } from "./gold-rows.js";
import { onlyAttributions } from "./label-studio/index.js";
import { type Claim, offsetsOf, wordsOf } from "./passages.js";

/** One row for each target of each statement; a document without statements has a row of its own. */
export const LABEL_COLUMNS = [
  "document",
  "statement",
  "speaker",
  "speaker_type",
  "speaker_confidence",
  "source",
  "cue",
  "content",
  "source_spans",
  "cue_spans",
  "content_spans",
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
  "text",
] as const;

const NEEDED = ["document", "statement", "content", "content_spans", "target", "stance"] as const;
/** What csv-stringify puts before a cell that a spreadsheet would run. */
const ESCAPED = /^'(?=[=+\-@\t\r])/;

const cell = z.string().default("");
const number = cell
  .transform((value) => (value === "" ? undefined : Number(value)))
  .pipe(z.number().optional());
const spans = cell
  .transform((value, context) => {
    if (value === "") return [];
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: "custom", message: `${value} is no list of [start, end]` });
      return z.NEVER;
    }
  })
  .pipe(z.array(Span));
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const Row = z.object({
  document: z.string().min(1),
  statement: cell,
  speaker: cell,
  speaker_type: optional(SpeakerType),
  speaker_confidence: number,
  source: cell,
  cue: cell,
  content: cell,
  source_spans: spans,
  cue_spans: spans,
  content_spans: spans,
  target: cell,
  target_text: cell,
  target_start: number,
  target_end: number,
  stance: optional(Stance),
  favor: number,
  against: number,
  neutral: number,
  target_confidence: number,
  confidence: number,
  requested: cell,
  text: cell,
});
type Row = z.infer<typeof Row>;

interface PlacedRow {
  readonly row: Row;
  readonly line: number;
}

/** Reads CSV of labels, as we write it or as `classify --format csv` does; its words tell its offset unit. */
export function readCsv(csv: string, file: string, { texts }: ReadOptions, reading: Reading): void {
  const documents = new Map<string, PlacedRow[]>();
  for (const placed of rowsOf(csv, file, reading)) {
    if (placed.row.requested) continue;
    const { document } = placed.row;
    documents.set(document, [...(documents.get(document) ?? []), placed]);
  }
  for (const [id, rows] of documents) {
    const place = { file, line: rows[0]!.line, document: id };
    const text = rows.find(({ row }) => row.text)?.row.text ?? texts?.get(id);
    if (text === undefined) {
      reading.faults.push(noText(place));
      continue;
    }
    try {
      reading.documents.push({ document: documentOf(id, text, rows, place, reading), place });
    } catch (error) {
      if (!(error instanceof StatementStanceError)) throw error;
      reading.faults.push(error);
    }
  }
}

function rowsOf(csv: string, file: string, { faults }: Reading): PlacedRow[] {
  const options = { columns: true, bom: true, skip_empty_lines: true, info: true } as const;
  try {
    const records = parse(csv, options) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    const missing = NEEDED.filter((column) => records[0] && !(column in records[0].record));
    if (missing.length > 0) {
      faults.push(fault("gold-invalid", `there is no column ${missing.join(", ")}`, { file, line: 1 }));
      return [];
    }
    return records.flatMap(({ record, info: { lines: line } }) => {
      const plain = Object.fromEntries(
        Object.entries(record).map(([key, value]) => [key, value.replace(ESCAPED, "")]),
      );
      const row = Row.safeParse(plain);
      if (!row.success) faults.push(...shapeFaults(row.error, { file, line, document: plain.document }));
      return row.success ? [{ row: row.data, line }] : [];
    });
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    faults.push(
      fault("gold-invalid", `the CSV cannot be read: ${message}`, { file, ...(lines && { line: lines }) }),
    );
    return [];
  }
}

function documentOf(
  id: string,
  text: string,
  rows: readonly PlacedRow[],
  place: Place,
  reading: Reading,
): LabelledDocument {
  const toPoints = offsetsOf(
    text,
    rows.flatMap(({ row }) => claims(row)),
    place,
  );
  const grouped = new Map<string, PlacedRow[]>();
  for (const placed of rows) {
    const { statement } = placed.row;
    if (statement) grouped.set(statement, [...(grouped.get(statement) ?? []), placed]);
  }
  const statements = [...grouped].flatMap(([name, members]) => {
    const here = { ...place, line: members[0]!.line };
    if (members[0]!.row.content_spans.length > 0)
      return [
        statementOf(
          members.map(({ row }) => row),
          toPoints,
        ),
      ];
    reading.faults.push(fault("gold-invalid", `statement ${name} has no content_spans`, here));
    return [];
  });
  return { id, text, statements, attributionOnly: onlyAttributions(statements) };
}

function claims(row: Row): Claim[] {
  const passages: Claim[] = [
    { words: row.source, spans: row.source_spans },
    { words: row.cue, spans: row.cue_spans },
    { words: row.content, spans: row.content_spans },
    ...(row.target_text ? [{ words: row.target_text, spans: targetSpan(row) }] : []),
  ];
  return passages.filter(({ spans }) => spans.length > 0);
}

function targetSpan({ target_start: start, target_end: end }: Row): Span[] {
  return start === undefined || end === undefined ? [] : [[start, end]];
}

function statementOf(rows: readonly Row[], toPoints: (offset: number) => number): LabelledStatement {
  const first = rows[0]!;
  const map = (spans: readonly Span[]) => spans.map((span) => mapSpan(span, toPoints));
  return {
    source: map(first.source_spans),
    cue: map(first.cue_spans),
    content: map(first.content_spans),
    speaker: first.speaker || null,
    speakerType: first.speaker_type ?? null,
    ...(first.speaker_confidence !== undefined && { speakerConfidence: first.speaker_confidence }),
    targets: rows.flatMap((row) => targetOf(row, map)),
    ...(first.confidence !== undefined && { confidence: first.confidence }),
  };
}

function targetOf(row: Row, map: (spans: readonly Span[]) => Span[]): LabelledTarget[] {
  const { target: name, target_text, stance, favor, against, neutral, target_confidence: confidence } = row;
  if (!name || !stance) return [];
  const scored = favor !== undefined && against !== undefined && neutral !== undefined;
  return [
    {
      span: map(targetSpan(row))[0] ?? null,
      ...(target_text && { text: target_text }),
      name,
      stance,
      ...(scored && { scores: { favor, against, neutral } }),
      ...(confidence !== undefined && { confidence }),
    },
  ];
}

/** Documents as CSV. Offsets count code points; the text stands in the first row of each document. */
export function writeCsv(documents: readonly LabelledDocument[]): string {
  const rows = documents.flatMap(documentRows);
  return stringify(rows, { header: true, columns: [...LABEL_COLUMNS], escape_formulas: true });
}

type Cells = Partial<Record<(typeof LABEL_COLUMNS)[number], unknown>>;

function documentRows({ id, text, statements }: LabelledDocument): Cells[] {
  const points = Array.from(text);
  const rows = statements.flatMap((one, index) => statementRows(one, `s${index + 1}`, points));
  const [first = {}, ...rest] = rows.map((row) => ({ document: id, ...row }));
  return [{ ...first, document: id, text }, ...rest];
}

function statementRows(statement: LabelledStatement, id: string, points: readonly string[]): Cells[] {
  const { source, cue, content, speaker, speakerType, speakerConfidence, targets, confidence } = statement;
  const shared: Cells = {
    statement: id,
    speaker,
    speaker_type: speakerType,
    speaker_confidence: speakerConfidence,
    source: wordsOf(points, source),
    cue: wordsOf(points, cue),
    content: wordsOf(points, content),
    source_spans: JSON.stringify(source),
    cue_spans: JSON.stringify(cue),
    content_spans: JSON.stringify(content),
    confidence,
  };
  if (targets.length === 0) return [shared];
  return targets.map(({ span, text, name, stance, scores, confidence: target_confidence }) => ({
    ...shared,
    target: name,
    target_text: text ?? (span && wordsOf(points, [span])),
    target_start: span?.[0],
    target_end: span?.[1],
    stance,
    ...scores,
    target_confidence,
  }));
}
