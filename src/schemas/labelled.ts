import { z } from "zod";
import { GoldRow, GoldStatement, GoldTarget } from "./gold.js";
import { Span } from "./span.js";
import { SpeakerType } from "./speaker.js";
import { Stance, StanceScores } from "./stance.js";

const share = z.number().min(0).max(1);

/** A labelled target, as gold, predictions and other tools' labels all are brought into. */
export const LabelledTarget = z.object({
  span: Span.nullable().describe("code points; null where only the name is known"),
  text: z.string().optional().describe("the words as they stand in the text"),
  name: z.string().min(1),
  stance: Stance,
  scores: StanceScores.optional(),
  confidence: share.optional().describe("probability that this is a target; predictions only"),
});
export type LabelledTarget = z.infer<typeof LabelledTarget>;

/** A labelled statement. Offsets count code points. */
export const LabelledStatement = z.object({
  source: z.array(Span),
  cue: z.array(Span),
  content: z.array(Span).min(1),
  speaker: z.string().min(1).nullable(),
  speakerType: SpeakerType.nullable().describe("null where speakers were not labelled"),
  speakerConfidence: share.optional(),
  targets: z.array(LabelledTarget).describe("chief one first"),
  confidence: share.optional(),
});
export type LabelledStatement = z.infer<typeof LabelledStatement>;

/** A document with its labels. */
export const LabelledDocument = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  statements: z.array(LabelledStatement),
  attributionOnly: z.boolean().describe("neither speakers nor targets were labelled"),
  fields: z.record(z.string(), z.unknown()).optional().describe("the row's others: title, date, domain, …"),
  model: z.string().optional().describe("name and version of the model that made the labels"),
});
export type LabelledDocument = z.infer<typeof LabelledDocument>;

const RowTarget = GoldTarget.extend({
  span: Span.nullable(),
  text: z.string().optional(),
  scores: StanceScores.optional(),
  confidence: share.optional(),
});
const RowStatement = GoldStatement.extend({
  targets: z.array(RowTarget),
  speaker_confidence: share.optional(),
  confidence: share.optional(),
});

/**
 * A row of our own format as any tool may have left it: how many targets a statement has is for `validate` to judge.
 * Predictions may lack the text, and carry confidences.
 */
export const LabelledRow = GoldRow.extend({
  text: z.string().min(1).optional(),
  model: z.string().optional(),
  statements: z.array(RowStatement),
});
export type LabelledRow = z.infer<typeof LabelledRow>;
