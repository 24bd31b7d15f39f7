import pMap from "p-map";
import { createClassifier } from "../classifier/index.js";
import { labelledStatement } from "../labels/index.js";
import type { LabelledDocument } from "../schemas/index.js";

const DOCUMENTS_A_WORKER = 2;

/** What the model itself says of the texts of gold. */
export async function predictGold(
  gold: readonly LabelledDocument[],
  model: string | undefined,
): Promise<LabelledDocument[]> {
  const classifier = await createClassifier({ model });
  const { name, version } = classifier.model;
  try {
    const predict = async ({ id, text }: LabelledDocument): Promise<LabelledDocument> => {
      const { statements } = await classifier.classify({ text }, { offsetUnit: "codepoint" });
      return {
        id,
        text,
        statements: statements.map(labelledStatement),
        attributionOnly: false,
        model: `${name} ${version}`,
      };
    };
    return await pMap(gold, predict, { concurrency: classifier.stats().workers * DOCUMENTS_A_WORKER });
  } finally {
    await classifier.close();
  }
}
