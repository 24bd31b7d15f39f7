import { z } from "zod";
import { Passage, Span } from "./span.js";
import { Speaker } from "./speaker.js";
import { RequestedStance, Target } from "./target.js";

export const STATEMENT_KINDS = ["direct", "mixed", "indirect"] as const;

export const StatementKind = z
  .enum(STATEMENT_KINDS)
  .describe("direct: all of the content inside quotation marks; mixed: some of it; indirect: none");
export type StatementKind = z.infer<typeof StatementKind>;

/** One attribution: some source is reported to say, write or hold something. */
export const Statement = z.object({
  id: z.string().describe("s1, s2, … in text order, unique in its document"),
  kind: StatementKind,
  content: Passage.describe("what is said or held, quotation marks included"),
  cue: Passage.nullable().describe("the words that report it"),
  source: Passage.nullable().describe("the words that name who speaks; null where there are none"),
  speaker: Speaker.nullable().describe("who that is; null where nobody is named or it cannot be resolved"),
  targets: z.array(Target).max(3).describe("what it is about, chief one first"),
  requested: z
    .array(RequestedStance)
    .optional()
    .describe("one for each target that the caller named, in their order"),
  confidence: z.number().min(0).max(1).describe("probability that this is a statement with this content"),
  sentence: Span.optional().describe("the sentences that the statement stands in"),
});
export type Statement = z.infer<typeof Statement>;
