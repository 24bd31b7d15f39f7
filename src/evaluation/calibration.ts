import type { Calibration, CalibrationBin, LabelledTarget } from "../schemas/index.js";
import type { EvaluatedDocument } from "./pair-documents.js";

/** Something that a model said with a confidence, and whether it was right. */
export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

const BINS = 10;

/** Every confidence that the predictions carry, against what came of it; of statements alone where no more is labelled. */
export function calibrationsOf(
  documents: readonly EvaluatedDocument[],
  attributionOnly: boolean,
): Calibration[] {
  const judged: Partial<Record<Calibration["of"], Judged[]>> = {
    statement: judgedStatements(documents),
    ...(!attributionOnly && {
      speaker: judgedSpeakers(documents),
      target: judgedTargets(documents),
      stance: judgedStances(documents),
    }),
  };
  return Object.entries(judged)
    .filter(([, all]) => all.length > 0)
    .map(([of, all]) => ({ of: of as Calibration["of"], ...calibrationOf(all) }));
}

/** Expected calibration error over ten bins of equal width (Naeini et al. 2015), and the bins. */
export function calibrationOf(judged: readonly Judged[]): Omit<Calibration, "of"> {
  const bins = Array.from({ length: BINS }, (_, index) => binOf(judged, index)).filter(
    ({ count }) => count > 0,
  );
  const error = bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / judged.length) * Math.abs(confidence - accuracy),
    0,
  );
  return { count: judged.length, error, bins };
}

function binOf(judged: readonly Judged[], index: number): CalibrationBin {
  const inside = judged.filter(
    ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === index,
  );
  const mean = (of: (one: Judged) => number) =>
    inside.length === 0 ? 0 : inside.reduce((sum, one) => sum + of(one), 0) / inside.length;
  return {
    low: index / BINS,
    high: (index + 1) / BINS,
    count: inside.length,
    confidence: mean(({ confidence }) => confidence),
    accuracy: mean(({ right }) => Number(right)),
  };
}

/** A predicted statement is right when it was matched. */
export function judgedStatements(documents: readonly EvaluatedDocument[]): Judged[] {
  return documents.flatMap(({ predicted, tally }) => {
    const spurious = new Set(tally.spurious);
    return predicted.statements.flatMap((one) =>
      one.confidence === undefined ? [] : [{ confidence: one.confidence, right: !spurious.has(one) }],
    );
  });
}

function judgedSpeakers(documents: readonly EvaluatedDocument[]): Judged[] {
  return documents
    .flatMap(({ tally }) => tally.outcomes)
    .flatMap(({ predicted, speakerRight }) =>
      predicted?.speakerConfidence === undefined
        ? []
        : [{ confidence: predicted.speakerConfidence, right: speakerRight }],
    );
}

/** Targets of matched statements: those of others have nothing to be compared with. */
function judgedTargets(documents: readonly EvaluatedDocument[]): Judged[] {
  return documents
    .flatMap(({ tally }) => tally.outcomes)
    .flatMap(({ predicted, pairs }) => {
      const found = new Set<LabelledTarget>(pairs.map(([, got]) => got));
      return (predicted?.targets ?? []).flatMap((target) =>
        target.confidence === undefined ? [] : [{ confidence: target.confidence, right: found.has(target) }],
      );
    });
}

function judgedStances(documents: readonly EvaluatedDocument[]): Judged[] {
  return documents
    .flatMap(({ tally }) => tally.outcomes.flatMap(({ pairs }) => [...pairs]))
    .flatMap(([wanted, got]) =>
      got.scores ? [{ confidence: got.scores[got.stance], right: wanted.stance === got.stance }] : [],
    );
}

/** Precision and recall of statements, were those below a confidence left out. */
export interface CurvePoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/** Twenty thresholds; empty where predictions carry no confidence. */
export function confidenceCurve(documents: readonly EvaluatedDocument[]): CurvePoint[] {
  const judged = judgedStatements(documents);
  const gold = documents.reduce((sum, one) => sum + one.gold.statements.length, 0);
  return Array.from({ length: 20 }, (_, step) => step / 20).flatMap((threshold) => {
    const kept = judged.filter(({ confidence }) => confidence >= threshold);
    const right = kept.filter((one) => one.right).length;
    if (kept.length === 0 || gold === 0) return [];
    return [{ threshold, precision: (100 * right) / kept.length, recall: (100 * right) / gold }];
  });
}
