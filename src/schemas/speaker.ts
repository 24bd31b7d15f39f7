import { z } from "zod";
import { Span } from "./span.js";

export const SPEAKER_TYPES = ["person", "organization", "group", "unnamed", "none"] as const;

export const SpeakerType = z
  .enum(SPEAKER_TYPES)
  .describe("none: no source, or it cannot be resolved to anybody; who has a name has another type");
export type SpeakerType = z.infer<typeof SpeakerType>;

export const Speaker = z.object({
  name: z.string().min(1).describe("the fullest name that the same text uses, titles left out"),
  type: SpeakerType,
  mentions: z.array(Span).optional().describe("sources in this document that were resolved to the same name"),
  confidence: z.number().min(0).max(1).describe("probability of the name among the document's names"),
});
export type Speaker = z.infer<typeof Speaker>;
