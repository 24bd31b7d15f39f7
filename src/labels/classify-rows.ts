import { z } from "zod";
import { StatementStanceError } from "../errors/index.js";
import {
  type LabelledDocument,
  type LabelledStatement,
  ModelIdentity,
  type Passage,
  type Span,
  Statement,
} from "../schemas/index.js";
import { mapSpan } from "../text/index.js";
import type { Place, Reading, ReadOptions } from "./contract.js";
import { shapeFaults } from "./fault.js";
import { noText } from "./gold-rows.js";
import type { JsonRow } from "./json-rows.js";
import { type Claim, offsetsOf } from "./passages.js";

/** A line of `classify`'s JSON lines. */
const ResultRow = z.looseObject({
  id: z.string().min(1),
  text: z.string().optional(),
  statements: z.array(Statement),
});
/** What the library and the service answer. */
const Result = z.looseObject({
  document: z.looseObject({ id: z.string().min(1), text: z.string().optional() }),
  statements: z.array(Statement),
  model: ModelIdentity.optional(),
});

/** Is a row of the shape that `classify` writes? Its passages are objects, where gold has lists of spans. */
export function isClassifyRow(value: unknown): boolean {
  const { document, statements } = (value ?? {}) as { document?: unknown; statements?: unknown };
  if (!Array.isArray(statements)) return false;
  const content = (statements[0] as { content?: unknown } | undefined)?.content;
  return content === undefined ? document !== undefined : !Array.isArray(content);
}

/** Reads results of the classifier; their texts come from elsewhere, and the offset unit is told by their words. */
export function readClassifyRows(rows: readonly JsonRow[], { texts }: ReadOptions, reading: Reading): void {
  for (const { value, place } of rows) {
    const flat = typeof value === "object" && value !== null && "document" in value ? Result : ResultRow;
    const row = flat.safeParse(value);
    if (!row.success) {
      reading.faults.push(...shapeFaults(row.error, place));
      continue;
    }
    const { statements } = row.data;
    const { id, text: own } =
      "document" in row.data
        ? (row.data.document as { id: string; text?: string })
        : (row.data as z.infer<typeof ResultRow>);
    const here = { ...place, document: id };
    const text = own ?? texts?.get(id);
    if (text === undefined) {
      reading.faults.push(noText(here));
      continue;
    }
    const model = row.data.model as ModelIdentity | undefined;
    try {
      const document = documentOf(id, text, statements, model, here);
      reading.documents.push({ document, place: here });
    } catch (error) {
      if (!(error instanceof StatementStanceError)) throw error;
      reading.faults.push(error);
    }
  }
}

function documentOf(
  id: string,
  text: string,
  statements: readonly Statement[],
  model: ModelIdentity | undefined,
  place: Place,
): LabelledDocument {
  const toPoints = offsetsOf(text, statements.flatMap(claims), place);
  return {
    id,
    text,
    statements: statements.map((statement) =>
      withSpans(labelledStatement(statement), (span) => mapSpan(span, toPoints)),
    ),
    attributionOnly: false,
    ...(model && { model: `${model.name} ${model.version}` }),
  };
}

function claims({ content, cue, source, targets }: Statement): Claim[] {
  const passages = [content, cue, source].filter((part): part is Passage => part !== null);
  return [
    ...passages.map(({ text, spans }) => ({ words: text, spans })),
    ...targets.map(({ text, span }) => ({ words: text, spans: [span] })),
  ];
}

function withSpans(statement: LabelledStatement, map: (span: Span) => Span): LabelledStatement {
  return {
    ...statement,
    source: statement.source.map(map),
    cue: statement.cue.map(map),
    content: statement.content.map(map),
    targets: statement.targets.map((target) => ({ ...target, span: target.span && map(target.span) })),
  };
}

/** A statement of the classifier as a labelled one, with the offsets that it has. */
export function labelledStatement(statement: Statement): LabelledStatement {
  const { source, cue, content, speaker, targets, confidence } = statement;
  const spans = (part: { spans: Span[] } | null) => part?.spans ?? [];
  return {
    source: spans(source),
    cue: spans(cue),
    content: content.spans,
    speaker: speaker?.name ?? null,
    speakerType: speaker?.type ?? "none",
    ...(speaker && { speakerConfidence: speaker.confidence }),
    targets: targets.map(({ span, text, name, stance, scores, confidence }) => ({
      span,
      text,
      name,
      stance,
      scores,
      confidence,
    })),
    confidence,
  };
}
