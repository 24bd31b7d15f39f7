import type { LabelledDocument, LabelledStatement } from "../schemas/index.js";
import type { EvaluatedDocument } from "./pair-documents.js";
import type { GoldOutcome } from "./tally.js";

export const ERROR_KINDS = [
  "missed",
  "not in gold",
  "content",
  "cue",
  "source",
  "speaker",
  "target missed",
  "target not in gold",
  "stance",
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** A statement that did not come out right, as gold has it and as it was predicted. */
export interface StatementError {
  readonly kinds: readonly ErrorKind[];
  readonly document: LabelledDocument;
  readonly gold: LabelledStatement | null;
  readonly predicted: LabelledStatement | null;
}

/** All statements that are not wholly right, in the order of the texts. */
export function errorsOf(
  documents: readonly EvaluatedDocument[],
  attributionOnly: boolean,
): StatementError[] {
  return documents.flatMap(({ gold: document, tally }) => {
    const wrong = tally.outcomes
      .map((one) => ({
        kinds: kindsOf(one, attributionOnly),
        document,
        gold: one.gold,
        predicted: one.predicted,
      }))
      .filter(({ kinds }) => kinds.length > 0);
    const spurious = tally.spurious.map((predicted) => ({
      kinds: ["not in gold" as const],
      document,
      gold: null,
      predicted,
    }));
    return [...wrong, ...spurious].sort((a, b) => startOf(a) - startOf(b));
  });
}

function startOf({ gold, predicted }: StatementError): number {
  return (gold ?? predicted)!.content[0]![0];
}

function kindsOf(one: GoldOutcome, attributionOnly: boolean): ErrorKind[] {
  if (!one.predicted) return ["missed"];
  const spans: Partial<Record<ErrorKind, boolean>> = {
    content: one.contentRight,
    cue: one.cueRight,
    source: one.sourceRight,
  };
  const labels: Partial<Record<ErrorKind, boolean>> = {
    speaker: one.speakerRight,
    "target missed": one.found === one.targets,
    "target not in gold": one.found === one.predicted.targets.length,
    stance: one.stancesRight === one.found,
  };
  const right = attributionOnly ? spans : { ...spans, ...labels };
  return ERROR_KINDS.filter((kind) => right[kind] === false);
}
