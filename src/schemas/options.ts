import { z } from "zod";
import { OffsetUnit } from "./span.js";

export const ClassifyOptions = z.strictObject({
  offsetUnit: OffsetUnit.default("utf16"),
  minConfidence: z.number().min(0).max(1).default(0).describe("statements below are left out"),
  sentences: z.boolean().default(false).describe("give each statement's sentence span"),
});
export type ClassifyOptions = z.infer<typeof ClassifyOptions>;
export type ClassifyOptionsInput = z.input<typeof ClassifyOptions>;
