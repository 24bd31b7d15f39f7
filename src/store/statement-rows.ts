import {
  type Passage,
  SPEAKER_TYPES,
  type Span,
  STANCES,
  STATEMENT_KINDS,
  type Statement,
  type Target,
} from "../schemas/index.js";
import { STATEMENTS_PER_DOCUMENT } from "./identity.js";
import type { NameIds } from "./names.js";
import type { StatementRow, TargetRow } from "./tables.js";

/** What a document's statements need to know of it. */
export interface DocumentFacts {
  readonly documentId: number;
  readonly job: number;
  readonly day: number;
}

const NOBODY: NameIds = { id: 0, canonical: 0 };

const spansOf = (passage: Passage | null): string | null => (passage ? JSON.stringify(passage.spans) : null);
const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** A statement as a row. */
export function statementRow(
  statement: Statement,
  id: number,
  facts: DocumentFacts,
  names: ReadonlyMap<string, NameIds>,
): StatementRow {
  const { content, cue, source, speaker } = statement;
  const speakerIds = speaker ? names.get(speaker.name)! : NOBODY;
  return {
    id,
    document_id: facts.documentId,
    job_id: facts.job,
    day: facts.day,
    kind: STATEMENT_KINDS.indexOf(statement.kind),
    confidence: statement.confidence,
    content: content.text,
    content_spans: JSON.stringify(content.spans),
    cue: cue?.text ?? null,
    cue_spans: spansOf(cue),
    source: source?.text ?? null,
    source_spans: spansOf(source),
    speaker_id: speakerIds.canonical,
    speaker_name_id: speakerIds.id,
    speaker_type: speaker ? SPEAKER_TYPES.indexOf(speaker.type) : 0,
    speaker_confidence: speaker?.confidence ?? 0,
    mentions: jsonOrNull(speaker?.mentions),
    requested: jsonOrNull(statement.requested),
    sentence: jsonOrNull(statement.sentence),
  };
}

/** A statement's targets as rows. */
export function targetRows(
  statement: Statement,
  id: number,
  facts: DocumentFacts,
  names: ReadonlyMap<string, NameIds>,
): TargetRow[] {
  const speaker = statement.speaker ? names.get(statement.speaker.name)! : NOBODY;
  return statement.targets.map((target, rank) => ({
    statement_id: id,
    rank,
    target_id: names.get(target.name)!.canonical,
    target_name_id: names.get(target.name)!.id,
    speaker_id: speaker.canonical,
    day: facts.day,
    text: target.text,
    start: target.span[0],
    end: target.span[1],
    stance: STANCES.indexOf(target.stance),
    ...target.scores,
    confidence: target.confidence,
    statement_confidence: statement.confidence,
  }));
}

const passageOf = (text: string | null, spans: string | null): Passage | null =>
  text === null || spans === null ? null : { text, spans: JSON.parse(spans) as Span[] };
const parsed = <Key extends string, Value>(key: Key, json: string | null): { [K in Key]?: Value } =>
  json === null ? {} : ({ [key]: JSON.parse(json) } as { [K in Key]?: Value });

/** The statement of a row; `speakerName` is the name to show. */
export function statementOf(row: StatementRow, speakerName: string | null, targets: Target[]): Statement {
  return {
    id: `s${row.id % STATEMENTS_PER_DOCUMENT}`,
    kind: STATEMENT_KINDS[row.kind]!,
    content: { text: row.content, spans: JSON.parse(row.content_spans) as Span[] },
    cue: passageOf(row.cue, row.cue_spans),
    source: passageOf(row.source, row.source_spans),
    speaker:
      speakerName === null
        ? null
        : {
            name: speakerName,
            type: SPEAKER_TYPES[row.speaker_type]!,
            ...parsed<"mentions", Span[]>("mentions", row.mentions),
            confidence: row.speaker_confidence,
          },
    targets,
    ...parsed<"requested", NonNullable<Statement["requested"]>>("requested", row.requested),
    confidence: row.confidence,
    ...parsed<"sentence", Span>("sentence", row.sentence),
  };
}

/** The target of a row. */
export function targetOf(row: TargetRow, name: string): Target {
  return {
    name,
    text: row.text,
    span: [row.start, row.end],
    stance: STANCES[row.stance]!,
    scores: { favor: row.favor, against: row.against, neutral: row.neutral },
    confidence: row.confidence,
  };
}
