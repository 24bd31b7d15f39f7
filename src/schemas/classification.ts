import { z } from "zod";
import { Statement } from "./statement.js";

export const Language = z.object({
  code: z.string().describe("ISO 639-1; 'und' where the text is too short or no language"),
  confidence: z.number().min(0).max(1),
  trainedFor: z
    .boolean()
    .describe("false: the model was not trained for this language; take its answer with care"),
});
export type Language = z.infer<typeof Language>;

export const Timing = z
  .object({
    totalMs: z.number(),
    tokenizeMs: z.number(),
    queueMs: z.number().describe("waiting for a free core"),
    inferenceMs: z.number().describe("summed over the windows"),
    decodeMs: z.number(),
    windows: z.int(),
    tokens: z.int().describe("word pieces that were read, overlap counted twice"),
  })
  .describe("milliseconds");
export type Timing = z.infer<typeof Timing>;

export const ModelIdentity = z.object({
  name: z.string(),
  version: z.string(),
  languages: z.array(z.string()).describe("ISO 639-1 codes of the languages it was trained for"),
});
export type ModelIdentity = z.infer<typeof ModelIdentity>;

/** Everything found in one document. */
export const DocumentResult = z.object({
  document: z.object({
    id: z.string().nullable(),
    title: z.string().nullable(),
    language: Language,
    text: z
      .string()
      .optional()
      .describe("given where it was taken out of a web page: the text that all offsets count in"),
  }),
  statements: z.array(Statement),
  model: ModelIdentity,
  timing: Timing,
});
export type DocumentResult = z.infer<typeof DocumentResult>;
