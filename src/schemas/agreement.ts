import { z } from "zod";

const coefficient = z.number().nullable();

/** How far annotators mark the same passages as one part of a statement. */
export const SpanAgreement = z.object({
  part: z.enum(["content", "cue", "source", "target"]),
  exact: coefficient.describe("mean F1 of pairs of annotators, of whole spans, in percent"),
  characters: coefficient.describe("the same, of characters"),
  unitizedAlpha: coefficient.describe("Krippendorff's (2004); all are null where nobody marked anything"),
});
export type SpanAgreement = z.infer<typeof SpanAgreement>;

export const LabelAgreement = z.object({
  label: z.enum(["stance", "speaker type", "speaker"]),
  items: z.int().describe("labelled by two annotators at least"),
  alpha: coefficient.describe("Krippendorff's, nominal; null where all labels are one and the same"),
  fleiss: coefficient.describe("Fleiss' kappa, of items that all annotators labelled"),
  cohen: coefficient.describe("mean of Cohen's kappa over the pairs of annotators"),
  values: z
    .array(z.object({ value: z.string(), count: z.int(), alpha: coefficient }))
    .describe("each value against all others"),
});
export type LabelAgreement = z.infer<typeof LabelAgreement>;

export const AnnotatorPair = z.object({
  annotators: z.tuple([z.string(), z.string()]),
  f1: z
    .record(z.string(), z.number())
    .describe("F1 of the figures of an evaluation that the labels allow, in percent"),
  kappa: z.record(z.string(), coefficient).describe("Cohen's kappa of each label"),
});
export type AnnotatorPair = z.infer<typeof AnnotatorPair>;

export const AnnotatorSummary = z.object({
  annotator: z.string(),
  statements: z.int(),
  statementF1: z.number().describe("mean over the other annotators"),
  quadF1: coefficient.describe("null where neither speakers nor targets were labelled"),
  stanceKappa: coefficient.describe("mean over the other annotators"),
});
export type AnnotatorSummary = z.infer<typeof AnnotatorSummary>;

export const DISAGREEMENT_KINDS = [
  "opposite stance",
  "statement missing",
  "speaker",
  "stance",
  "target missing",
  "speaker type",
  "content",
  "source",
  "cue",
] as const;

export const Disagreement = z.object({
  kind: z.enum(DISAGREEMENT_KINDS),
  document: z.string(),
  content: z.string().describe("the statement's content, of the first annotator who has it"),
  about: z.string().describe("the target's name, where it is about one"),
  labels: z.record(z.string(), z.string().nullable()).describe("by annotator; null: has none"),
});
export type Disagreement = z.infer<typeof Disagreement>;

/** How far annotators agree. */
export const Agreement = z.object({
  annotators: z.array(AnnotatorSummary),
  documents: z.int(),
  spans: z.array(SpanAgreement),
  labels: z.array(LabelAgreement),
  pairs: z.array(AnnotatorPair),
  disagreements: z.array(Disagreement).describe("the most useful to talk about first"),
});
export type Agreement = z.infer<typeof Agreement>;
