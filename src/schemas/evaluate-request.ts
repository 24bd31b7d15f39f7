import { z } from "zod";
import { Comparison, Evaluation } from "./evaluation.js";

/** Labels in any of the formats that `evaluate` reads. */
export const SentLabels = z.union([
  z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .describe("rows of our JSON lines, results of /v1/classify, or tasks of a Label Studio export"),
  z.string().min(1).describe("the content of a file: JSON lines, JSON, or CSV"),
  z
    .strictObject({ files: z.record(z.string().regex(/\.(txt|ann)$/), z.string()) })
    .describe("brat: contents of .txt and .ann files, by their names"),
]);
export type SentLabels = z.infer<typeof SentLabels>;

/** Labels to measure against others, or the model against labels. */
export const EvaluateRequest = z.strictObject({
  gold: SentLabels,
  predicted: SentLabels.optional().describe("left out: what the model says of the texts of gold"),
  compare: SentLabels.optional().describe("other predictions on the same gold, for a paired test"),
});
export type EvaluateRequest = z.infer<typeof EvaluateRequest>;

export const EvaluateResult = Evaluation.extend({ comparisons: z.array(Comparison).optional() });
export type EvaluateResult = z.infer<typeof EvaluateResult>;
