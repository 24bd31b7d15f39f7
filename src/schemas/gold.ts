import { z } from "zod";
import { Span } from "./span.js";
import { SpeakerType } from "./speaker.js";
import { Stance } from "./stance.js";

export const GoldTarget = z.object({
  span: Span.describe("code points"),
  text: z.string().min(1),
  name: z.string().min(1),
  stance: Stance,
});
export type GoldTarget = z.infer<typeof GoldTarget>;

/** One labelled statement of our own format. Offsets count code points. */
export const GoldStatement = z.object({
  source: z.array(Span).describe("empty where the source is missing"),
  cue: z.array(Span),
  content: z.array(Span).min(1),
  speaker: z.string().min(1).nullable(),
  speaker_type: SpeakerType,
  targets: z.array(GoldTarget).min(1).max(3),
});
export type GoldStatement = z.infer<typeof GoldStatement>;

/** One labelled article of our own format. */
export const GoldRow = z.looseObject({
  id: z.string().min(1),
  title: z.string().optional(),
  date: z.string().optional(),
  domain: z.string().optional(),
  language: z.string().optional(),
  text: z.string().min(1),
  statements: z.array(GoldStatement),
});
export type GoldRow = z.infer<typeof GoldRow>;
