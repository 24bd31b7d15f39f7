import { z } from "zod";

/** A figure in percent, with its 95% bootstrap interval over documents. */
export const MeasuredValue = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type MeasuredValue = z.infer<typeof MeasuredValue>;

export const MeasuredFigure = z.object({
  name: z
    .string()
    .describe("as docs/evaluation.md explains: statement, content_exact, …, quad, stance_macro"),
  f1: MeasuredValue,
  precision: MeasuredValue.nullable().describe("null where a figure has none: stance_macro"),
  recall: MeasuredValue.nullable(),
});
export type MeasuredFigure = z.infer<typeof MeasuredFigure>;

export const ConfusionMatrix = z.object({
  labels: z.array(z.string()),
  counts: z.array(z.array(z.int())).describe("counts[gold][predicted], in the order of labels"),
});
export type ConfusionMatrix = z.infer<typeof ConfusionMatrix>;

export const BreakdownGroup = z
  .object({
    group: z.string(),
    statements: z.int().describe("in gold"),
    found: z.number(),
    source: z.number(),
    speaker: z.number().nullable(),
    quad: z.number().nullable().describe("of gold targets"),
  })
  .describe("in percent of gold; null where speakers and targets are not measured");
export type BreakdownGroup = z.infer<typeof BreakdownGroup>;

export const CalibrationBin = z.object({
  low: z.number(),
  high: z.number(),
  count: z.int(),
  confidence: z.number().describe("mean of the bin"),
  accuracy: z.number().describe("share that was right"),
});
export type CalibrationBin = z.infer<typeof CalibrationBin>;

export const Calibration = z.object({
  of: z.enum(["statement", "speaker", "target", "stance"]).describe("whose confidence"),
  count: z.int(),
  error: z.number().describe("expected calibration error: mean distance of confidence and accuracy, 0 to 1"),
  bins: z.array(CalibrationBin),
});
export type Calibration = z.infer<typeof Calibration>;

/** Figures of predictions against gold. */
export const Evaluation = z.object({
  documents: z.int(),
  statements: z.object({ gold: z.int(), predicted: z.int() }),
  attributionOnly: z.boolean().describe("speakers and targets were not labelled, and are not measured"),
  figures: z.array(MeasuredFigure),
  stances: z.array(z.object({ stance: z.string(), f1: z.number() })).describe("over targets found in both"),
  kappa: z.number().nullable().describe("Cohen's, of the stances of targets found in both"),
  confusion: z
    .object({
      stance: ConfusionMatrix.describe("none: the target was missed, or is not in gold"),
      speakerType: ConfusionMatrix.describe("of matched statements"),
    })
    .nullable()
    .describe("null where speakers and targets are not measured"),
  breakdown: z.array(z.object({ by: z.string(), groups: z.array(BreakdownGroup) })),
  calibration: z.array(Calibration).describe("empty where predictions carry no confidence"),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** Two systems on the same gold. */
export const Comparison = z.object({
  name: z.string(),
  first: z.number(),
  second: z.number(),
  difference: MeasuredValue.describe("second less first, in points of F1"),
  p: z.number().describe("two-sided, of a paired bootstrap over documents"),
});
export type Comparison = z.infer<typeof Comparison>;
