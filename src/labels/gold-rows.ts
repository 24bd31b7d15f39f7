import { z } from "zod";
import type { StatementStanceError } from "../errors/index.js";
import {
  type LabelledDocument,
  LabelledRow,
  type LabelledStatement,
  type LabelledRow as Row,
  Span,
} from "../schemas/index.js";
import type { Reading, ReadOptions } from "./contract.js";
import { fault, shapeFaults } from "./fault.js";
import type { JsonRow } from "./json-rows.js";

const Attribution = z.looseObject({ source: z.array(Span), cue: z.array(Span), content: z.array(Span) });

/** PolNeAR's rows: attributions by one or more annotators, without speakers and targets. */
const AttributionRow = z.looseObject({
  id: z.string().min(1),
  text: z.string().min(1),
  annotations: z
    .array(z.looseObject({ annotator: z.string().optional(), attributions: z.array(Attribution) }))
    .min(1),
});

export function isAttributionRow(value: unknown): boolean {
  const { annotations, data } = (value ?? {}) as { annotations?: unknown; data?: unknown };
  return Array.isArray(annotations) && data === undefined;
}

/** Reads rows of our own format, or PolNeAR's. */
export function readGoldRows(rows: readonly JsonRow[], { texts }: ReadOptions, reading: Reading): void {
  for (const { value, place } of rows) {
    if (isAttributionRow(value)) {
      readAttributions({ value, place }, reading);
      continue;
    }
    const { id } = (value ?? {}) as { id?: unknown };
    const here = typeof id === "string" ? { ...place, document: id } : place;
    const row = LabelledRow.safeParse(value);
    const text = row.data?.text ?? texts?.get(row.data?.id ?? "");
    if (!row.success) reading.faults.push(...shapeFaults(row.error, here));
    else if (text === undefined) reading.faults.push(noText(here));
    else reading.documents.push({ document: documentOf(row.data, text), place: here });
  }
}

/** A row has offsets only, and its text is nowhere. */
export function noText(place: Parameters<typeof fault>[2]): StatementStanceError {
  return fault("gold-missing-document", "its text is not at hand; offsets alone say nothing", place);
}

function documentOf({ id, text: _text, statements, model, ...fields }: Row, text: string): LabelledDocument {
  return {
    id,
    text,
    statements: statements.map(({ speaker_type, speaker_confidence, ...statement }) => ({
      ...statement,
      speakerType: speaker_type,
      ...(speaker_confidence !== undefined && { speakerConfidence: speaker_confidence }),
    })),
    attributionOnly: false,
    fields,
    ...(model !== undefined && { model }),
  };
}

function readAttributions({ value, place }: JsonRow, reading: Reading): void {
  const row = AttributionRow.safeParse(value);
  if (!row.success) {
    reading.faults.push(...shapeFaults(row.error, place));
    return;
  }
  const { id, text, annotations, ...fields } = row.data;
  const documents = annotations.map(
    ({ attributions }): LabelledDocument => ({
      id,
      text,
      statements: attributions.filter(({ content }) => content.length > 0).map(attributionOnly),
      attributionOnly: true,
      fields,
    }),
  );
  reading.documents.push({ document: documents[0]!, place: { ...place, document: id } });
  documents.forEach((document, index) => {
    const annotator = annotations[index]!.annotator ?? `annotator ${index + 1}`;
    reading.annotators.set(annotator, [...(reading.annotators.get(annotator) ?? []), document]);
  });
}

function attributionOnly({ source, cue, content }: z.infer<typeof Attribution>): LabelledStatement {
  return { source, cue, content, speaker: null, speakerType: null, targets: [] };
}

/** Documents as JSON lines of our own format. */
export function writeGoldRows(documents: readonly LabelledDocument[]): string {
  return documents.map((document) => `${JSON.stringify(rowOf(document))}\n`).join("");
}

function rowOf({ id, text, statements, attributionOnly, fields, model }: LabelledDocument): object {
  if (attributionOnly) {
    const attributions = statements.map(({ source, cue, content }) => ({ source, cue, content }));
    return { id, ...fields, text, annotations: [{ attributions }] };
  }
  return {
    id,
    ...fields,
    ...(model !== undefined && { model }),
    text,
    statements: statements.map(statementRow),
  };
}

function statementRow({
  speakerType,
  speakerConfidence,
  confidence,
  ...statement
}: LabelledStatement): object {
  const { source, cue, content, speaker, targets } = statement;
  return {
    source,
    cue,
    content,
    speaker,
    speaker_type: speakerType ?? "none",
    ...(speakerConfidence !== undefined && { speaker_confidence: speakerConfidence }),
    targets,
    ...(confidence !== undefined && { confidence }),
  };
}
