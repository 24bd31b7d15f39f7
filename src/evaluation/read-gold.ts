import { z } from "zod";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { GoldRow, type Span, Span as SpanSchema, type Statement } from "../schemas/index.js";
import type { LabelledDocument, LabelledStatement } from "./labelled.js";

const Attribution = z.looseObject({
  source: z.array(SpanSchema),
  cue: z.array(SpanSchema),
  content: z.array(SpanSchema),
});

/** PolNeAR's rows: attributions by one or more annotators, without speakers and targets. */
const AttributionRow = z.looseObject({
  id: z.string(),
  text: z.string(),
  annotations: z.array(z.looseObject({ attributions: z.array(Attribution) })).min(1),
});

/**
 * Rows of labelled documents, in our format or PolNeAR's.
 * @throws gold-invalid or gold-duplicate-id with file and line; gold-empty
 */
export function readGold(jsonl: string, file: string): LabelledDocument[] {
  const seen = new Set<string>();
  const documents: LabelledDocument[] = [];
  jsonl.split("\n").forEach((text, index) => {
    if (text.trim() === "") return;
    const place = { file, line: index + 1 };
    const document = goldDocument(parseLine(text, place), place);
    if (seen.has(document.id))
      throw new StatementStanceError("gold-duplicate-id", `the id ${document.id} occurs twice`, place);
    seen.add(document.id);
    documents.push(document);
  });
  if (documents.length === 0)
    throw new StatementStanceError("gold-empty", `${file} holds no labelled document`, { file });
  return documents;
}

function parseLine(text: string, place: { file: string; line: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StatementStanceError("gold-invalid", `no valid JSON: ${(cause as Error).message}`, {
      ...place,
      cause,
    });
  }
}

function goldDocument(value: unknown, place: { file: string; line: number }): LabelledDocument {
  if (typeof value === "object" && value !== null && "annotations" in value) {
    const row = parseOrThrow(AttributionRow, value, "gold-invalid", place);
    const statements = row.annotations[0]!.attributions.filter(({ content }) => content.length > 0).map(
      attributionOnly,
    );
    return { id: row.id, text: row.text, statements, attributionOnly: true };
  }
  const row = parseOrThrow(GoldRow, value, "gold-invalid", place);
  const statements = row.statements.map(({ speaker_type, ...statement }) => ({
    ...statement,
    speakerType: speaker_type,
  }));
  return { id: row.id, text: row.text, statements, attributionOnly: false };
}

function attributionOnly({ source, cue, content }: z.infer<typeof Attribution>): LabelledStatement {
  return { source, cue, content, speaker: null, speakerType: null, targets: [] };
}

/** A statement of the classifier as a labelled one; its offsets must count code points. */
export function labelledStatement({ source, cue, content, speaker, targets }: Statement): LabelledStatement {
  const spans = (part: { spans: Span[] } | null) => part?.spans ?? [];
  return {
    source: spans(source),
    cue: spans(cue),
    content: content.spans,
    speaker: speaker?.name ?? null,
    speakerType: speaker?.type ?? "none",
    targets: targets.map(({ span, name, stance }) => ({ span, name, stance })),
  };
}
