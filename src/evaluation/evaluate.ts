import {
  type ConfusionMatrix,
  type Evaluation,
  type MeasuredFigure,
  type MeasuredValue,
  SPEAKER_TYPES,
  type Span,
  STANCES,
} from "../schemas/index.js";
import { bootstrapIntervals } from "./bootstrap.js";
import { breakdown, sourceForm } from "./breakdown.js";
import { calibrationsOf } from "./calibration.js";
import { type FigureName, measuredFigures } from "./figure-names.js";
import { type Figures, figuresOf } from "./figures.js";
import { type EvaluatedDocument, onlyAttributions } from "./pair-documents.js";
import type { GoldOutcome } from "./tally.js";

/** Tells whether a content is quoted: the classifier knows quotation marks, the figures do not. */
export type KindsOf = (text: string) => (content: readonly Span[]) => string;

const NONE = "none";
/** Bounds of a text's length, in characters. */
const SHORT = 1000;
const LONG = 3000;

/** All figures of predictions against gold. */
export function evaluate(documents: readonly EvaluatedDocument[], kindsOf: KindsOf): Evaluation {
  const attributionOnly = onlyAttributions(documents);
  const names = measuredFigures(attributionOnly);
  const figures = figuresOf(documents.map(({ tally }) => tally));
  const count = (of: (one: EvaluatedDocument) => number) => documents.reduce((sum, one) => sum + of(one), 0);
  return {
    documents: documents.length,
    statements: {
      gold: count(({ gold }) => gold.statements.length),
      predicted: count(({ predicted }) => predicted.statements.length),
    },
    attributionOnly,
    figures: measureFigures(documents, names, figures),
    stances: attributionOnly ? [] : STANCES.map((stance) => ({ stance, f1: figures.stanceF1[stance] ?? 0 })),
    kappa: attributionOnly ? null : figures.kappa,
    confusion: attributionOnly
      ? null
      : { stance: stanceConfusion(documents, figures), speakerType: speakerConfusion(documents) },
    breakdown: breakdowns(documents, kindsOf, attributionOnly),
    calibration: calibrationsOf(documents, attributionOnly),
  };
}

function measureFigures(
  documents: readonly EvaluatedDocument[],
  names: readonly FigureName[],
  figures: Figures,
): MeasuredFigure[] {
  const valuesOf = ({ scores, stanceMacro }: Figures) =>
    names.flatMap((name) => {
      if (name === "stance_macro") return [stanceMacro];
      const { f1, precision, recall } = scores[name];
      return [f1, precision, recall];
    });
  const tallies = documents.map(({ tally }) => tally);
  const intervals = bootstrapIntervals(tallies, (drawn) => valuesOf(figuresOf(drawn)));
  const measured = valuesOf(figures).map((value, i): MeasuredValue => {
    const [low, high] = intervals[i] ?? [value, value];
    return { value, low, high };
  });
  return names.map((name) => {
    if (name === "stance_macro") return { name, f1: measured.shift()!, precision: null, recall: null };
    const [f1, precision, recall] = measured.splice(0, 3);
    return { name, f1: f1!, precision: precision!, recall: recall! };
  });
}

/** Stances of paired targets, and those of targets that were missed or that gold has not. */
function stanceConfusion(documents: readonly EvaluatedDocument[], { confusion }: Figures): ConfusionMatrix {
  const missed = STANCES.map(() => 0);
  const spurious = STANCES.map(() => 0);
  for (const { gold, predicted, tally } of documents) {
    const pairs = tally.outcomes.flatMap((one) => [...one.pairs]);
    const found = new Set(pairs.flat());
    for (const [side, counts] of [[gold, missed] as const, [predicted, spurious] as const]) {
      for (const target of side.statements.flatMap(({ targets }) => targets)) {
        const column = STANCES.indexOf(target.stance);
        if (!found.has(target)) counts[column] = (counts[column] ?? 0) + 1;
      }
    }
  }
  return {
    labels: [...STANCES, NONE],
    counts: [...confusion.map((row, g) => [...row, missed[g] ?? 0]), [...spurious, 0]],
  };
}

function speakerConfusion(documents: readonly EvaluatedDocument[]): ConfusionMatrix {
  const counts = SPEAKER_TYPES.map(() => SPEAKER_TYPES.map(() => 0));
  for (const { gold, predicted } of documents.flatMap(({ tally }) => tally.outcomes)) {
    if (!predicted?.speakerType || !gold.speakerType) continue;
    const row = counts[SPEAKER_TYPES.indexOf(gold.speakerType)]!;
    const column = SPEAKER_TYPES.indexOf(predicted.speakerType);
    row[column] = (row[column] ?? 0) + 1;
  }
  return { labels: [...SPEAKER_TYPES], counts };
}

function breakdowns(
  documents: readonly EvaluatedDocument[],
  kindsOf: KindsOf,
  attributionOnly: boolean,
): Evaluation["breakdown"] {
  const home = new Map(
    documents.flatMap((one) => one.tally.outcomes.map((outcome) => [outcome, one.gold] as const)),
  );
  const kinds = new Map(
    documents.flatMap(({ gold, tally }) => {
      const kindOf = kindsOf(gold.text);
      return tally.outcomes.map((one) => [one, kindOf(one.gold.content)] as const);
    }),
  );
  const field = (outcome: GoldOutcome, ...names: string[]) => {
    const { fields = {} } = home.get(outcome)!;
    return String(names.map((name) => fields[name]).find((value) => value !== undefined) ?? "-");
  };
  const textOf = (outcome: GoldOutcome) => home.get(outcome)!.text;
  const labelled: Record<string, (outcome: GoldOutcome) => string> = {
    "source form": (one) => sourceForm(one.gold, Array.from(textOf(one))),
    "chief stance": ({ gold }) => gold.targets[0]?.stance ?? "-",
    "speaker type": ({ gold }) => gold.speakerType ?? "-",
  };
  const by: Record<string, (outcome: GoldOutcome) => string> = {
    kind: (one) => kinds.get(one) ?? "-",
    ...(attributionOnly ? {} : labelled),
    domain: (one) => field(one, "domain", "publisher"),
    language: (one) => field(one, "language"),
    length: (one) => lengthOf(textOf(one)),
  };
  const outcomes = [...home.keys()];
  return Object.entries(by)
    .map(([name, groupOf]) => ({ by: name, groups: breakdown(outcomes, groupOf, attributionOnly) }))
    .filter(({ groups }) => groups.length > 1 || groups[0]?.group !== "-");
}

function lengthOf(text: string): string {
  const { length } = Array.from(text);
  if (length < SHORT) return `under ${SHORT} characters`;
  return length < LONG ? `${SHORT} to ${LONG}` : `from ${LONG}`;
}
