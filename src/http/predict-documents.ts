import pMap from "p-map";
import type { Classifier } from "../classifier/index.js";
import { labelledStatement } from "../labels/index.js";
import type { LabelledDocument } from "../schemas/index.js";

/** Documents of one request in work at a time, a worker. */
const DOCUMENTS_A_WORKER = 4;

/** The version that labels of the model carry. */
export function modelVersion({ model: { name, version } }: Classifier): string {
  return `${name} ${version}`;
}

/** What the model says of texts, as labels. */
export function predictDocuments(
  classifier: Classifier,
  documents: readonly { readonly id: string; readonly text: string }[],
  signal: AbortSignal,
): Promise<LabelledDocument[]> {
  const model = modelVersion(classifier);
  const predict = async ({ id, text }: { id: string; text: string }): Promise<LabelledDocument> => {
    const { statements } = await classifier.classify({ text }, { offsetUnit: "codepoint", signal });
    return { id, text, statements: statements.map(labelledStatement), attributionOnly: false, model };
  };
  return pMap(documents, predict, { concurrency: classifier.stats().workers * DOCUMENTS_A_WORKER });
}
