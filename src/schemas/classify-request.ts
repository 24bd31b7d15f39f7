import { z } from "zod";
import { DocumentResult } from "./classification.js";
import { DocumentInput } from "./document.js";
import { untilTooManyMistakes } from "./list.js";
import { ClassifyOptions } from "./options.js";

export const MAX_DOCUMENTS = 1000;

/** One document. */
export const ClassifyOne = DocumentInput.extend({ options: ClassifyOptions.optional() });
export type ClassifyOne = z.infer<typeof ClassifyOne>;

/** Several documents, answered in their order. */
export const ClassifyMany = z.strictObject({
  documents: z.preprocess(
    (value) => untilTooManyMistakes(value, DocumentInput),
    z.array(DocumentInput).min(1).max(MAX_DOCUMENTS),
  ),
  options: ClassifyOptions.optional(),
});
export type ClassifyMany = z.infer<typeof ClassifyMany>;

export const ClassifyManyResult = z.object({ documents: z.array(DocumentResult) });
export type ClassifyManyResult = z.infer<typeof ClassifyManyResult>;
