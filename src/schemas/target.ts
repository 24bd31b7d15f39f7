import { z } from "zod";
import { shortList } from "./list.js";
import { Span } from "./span.js";
import { Stance, StanceScores } from "./stance.js";

/** What a statement is about, and the speaker's stance towards it. */
export const Target = z.object({
  name: z.string().min(1).describe("canonical name: the fullest that the text uses, or the words themselves"),
  text: z.string().min(1).describe("the words as they stand in the text"),
  span: Span,
  stance: Stance,
  scores: StanceScores,
  confidence: z.number().min(0).max(1).describe("probability that this is a target of the statement"),
});
export type Target = z.infer<typeof Target>;

/** A target that the caller names. */
export const RequestedTarget = z.strictObject({
  name: z.string().trim().min(1).max(200).describe("the name to look for, upper and lower case alike"),
  aliases: shortList(z.string().trim().min(1).max(200), 50)
    .optional()
    .describe("further names of the same target"),
});
export type RequestedTarget = z.infer<typeof RequestedTarget>;

/** What a statement says of a target that the caller named. */
export const RequestedStance = z.object({
  name: z.string().describe("as the caller gave it"),
  concerned: z.boolean().describe("false: the statement does not concern this target"),
  span: Span.nullable().describe("the mention that was judged"),
  stance: Stance.nullable(),
  scores: StanceScores.nullable(),
});
export type RequestedStance = z.infer<typeof RequestedStance>;
