import type { StatementStanceError } from "../errors/index.js";
import type { LabelledStatement, Span } from "../schemas/index.js";
import type { PlacedDocument, ReadLabels } from "./contract.js";
import { fault } from "./fault.js";
import { labelsLeftOut } from "./labels-left-out.js";
import { spanText } from "./passages.js";

/** Every span of a statement, and what it is. */
export function spansOf({
  source,
  cue,
  content,
  targets,
}: LabelledStatement): { part: string; span: Span }[] {
  const parts = { source, cue, content };
  return [
    ...Object.entries(parts).flatMap(([part, spans]) => spans.map((span) => ({ part, span }))),
    ...targets.flatMap(({ name, span }) => (span ? [{ part: `target ${name}`, span }] : [])),
  ];
}

export function isInside([start, end]: Span, length: number): boolean {
  return start < end && end <= length;
}

/** Spans that are empty, turned around, or outside the text; told with the annotator where there are others. */
export function offsetFaults(
  { document, place }: PlacedDocument,
  annotator?: string,
): StatementStanceError[] {
  const length = Array.from(document.text).length;
  const here = { ...place, document: document.id };
  return document.statements.flatMap((statement, index) =>
    spansOf(statement)
      .filter(({ span }) => !isInside(span, length))
      .map(({ part, span }) => {
        const wrong = span[0] >= span[1] ? "is empty" : `lies outside the text of ${length} characters`;
        const whose = annotator === undefined ? "the" : `${annotator}'s`;
        return fault("gold-offset", `${whose} ${part} ${spanText(span)} ${wrong}`, here, index);
      }),
  );
}

/** The same of the labels that were not chosen: agreement is measured on them. */
export function offsetFaultsLeftOut(
  labels: Pick<ReadLabels, "documents" | "annotators">,
): StatementStanceError[] {
  const places = new Map(labels.documents.map(({ document, place }) => [document.id, place]));
  return [...labelsLeftOut(labels)].flatMap(([annotator, documents]) =>
    documents.flatMap((document) => offsetFaults({ document, place: places.get(document.id)! }, annotator)),
  );
}
