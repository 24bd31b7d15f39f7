import { z } from "zod";
import { Comparison, Evaluation } from "./evaluation.js";
import { untilTooManyMistakes } from "./list.js";

const Row = z.record(z.string(), z.unknown());
const BratName = z.string().regex(/\.(txt|ann)$/);
const BratFiles = z.strictObject({ files: z.record(BratName, z.string()) });

/** What was sent, as far as it takes to tell what is wrong with it. */
function asFarAsNeeded(sent: unknown): unknown {
  if (typeof sent !== "object" || sent === null) return sent;
  if (Array.isArray(sent)) return untilTooManyMistakes(sent, Row);
  const { files } = sent as { files?: unknown };
  if (typeof files !== "object" || files === null) return sent;
  const read = untilTooManyMistakes(Object.entries(files), z.tuple([BratName, z.string()]));
  return { ...sent, files: Object.fromEntries(read as [string, unknown][]) };
}

/** Labels in any of the formats that `evaluate` reads. */
export const SentLabels = z.preprocess(
  asFarAsNeeded,
  z.union([
    z
      .array(Row)
      .min(1)
      .describe("rows of our JSON lines, results of /v1/classify, or tasks of a Label Studio export"),
    z.string().min(1).describe("the content of a file: JSON lines, JSON, or CSV"),
    BratFiles.describe("brat: contents of .txt and .ann files, by their names"),
  ]),
);
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
