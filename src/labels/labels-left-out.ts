import type { LabelledDocument } from "../schemas/index.js";
import type { ReadLabels } from "./contract.js";

/** The documents of each annotator whose labels were not chosen for the document's own. */
export function labelsLeftOut({
  documents,
  annotators,
}: Pick<ReadLabels, "documents" | "annotators">): Map<string, LabelledDocument[]> {
  const chosen = new Set(documents.map(({ document }) => document));
  const others = [...annotators].map(([annotator, all]): [string, LabelledDocument[]] => [
    annotator,
    all.filter((document) => !chosen.has(document)),
  ]);
  return new Map(others.filter(([, all]) => all.length > 0));
}
