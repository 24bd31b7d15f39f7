import pMap from "p-map";
import type { Classifier } from "../classifier/index.js";
import type { LabelledDocument } from "../schemas/index.js";
import { labelledStatement } from "./classify-rows.js";

/** Documents in work at a time, a worker: one is read while another is decoded. */
const DOCUMENTS_A_WORKER = 4;

/** The version that labels of the model carry. */
export function modelVersion({ model: { name, version } }: Classifier): string {
  return `${name} ${version}`;
}

/** What the model says of texts, as labels. */
export function predictDocuments(
  classifier: Classifier,
  documents: readonly Pick<LabelledDocument, "id" | "text">[],
  signal?: AbortSignal,
): Promise<LabelledDocument[]> {
  const model = modelVersion(classifier);
  const predict = async ({ id, text }: Pick<LabelledDocument, "id" | "text">): Promise<LabelledDocument> => {
    const { statements } = await classifier.classify({ text }, { offsetUnit: "codepoint", signal });
    return { id, text, statements: statements.map(labelledStatement), attributionOnly: false, model };
  };
  return pMap(documents, predict, { concurrency: classifier.workers * DOCUMENTS_A_WORKER });
}
