import type { DocumentResult, Statement } from "../schemas/index.js";

/** The same columns as the command line and the service give. */
const HEAD =
  "document,statement,kind,speaker,speaker_type,speaker_confidence,source,cue,content,content_start,content_end,target,target_text,target_start,target_end,stance,favor,against,neutral,target_confidence,confidence,requested,source_spans,cue_spans,content_spans,language,language_trained";

type Cell = string | number | null | undefined;

/**
 * One row for each target of each statement, one also for a statement without any, and one for each target that the
 * person named.
 */
export function asCsv({ document, statements }: DocumentResult): string {
  const { code, trainedFor } = document.language;
  const rows = statements.flatMap((statement) =>
    rowsOf(document.id, statement).map((row) => [...row, code, trainedFor ? "yes" : "no"]),
  );
  return [HEAD, ...rows.map((row) => row.map(cellOf).join(","))].map((line) => `${line}\n`).join("");
}

function rowsOf(document: string | null, statement: Statement): Cell[][] {
  const { id, kind, speaker, source, cue, content, targets, requested = [], confidence } = statement;
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
    content.spans[0]?.[0],
    content.spans.at(-1)?.[1],
  ];
  const spans = [source, cue, content].map((part) => JSON.stringify(part?.spans ?? []));
  const scored = ({ favor, against, neutral }: { favor?: number; against?: number; neutral?: number }) => [
    favor,
    against,
    neutral,
  ];
  const found = targets.map(({ name, text, span, stance, scores, confidence: sure }) => [
    ...[...first, name, text, ...span, stance, ...scored(scores)],
    ...[sure, confidence, "", ...spans],
  ]);
  const asked = requested.map(({ name, concerned, span, stance, scores }) => [
    ...[...first, name, "", span?.[0], span?.[1], stance, ...scored(scores ?? {})],
    ...["", confidence, concerned ? "concerned" : "not concerned", ...spans],
  ]);
  const none = [...first, "", "", "", "", "", "", "", "", "", confidence, "", ...spans];
  return [...(found.length > 0 ? found : [none]), ...asked];
}

/** As RFC 4180 has it. A cell that a spreadsheet would compute is made text. */
function cellOf(value: Cell): string {
  const text = String(value ?? "").replace(/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/, "'$&");
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
