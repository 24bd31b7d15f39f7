import { StatementStanceError } from "../errors/index.js";
import type { LabelledDocument } from "../schemas/index.js";
import { type Tally, tallyDocument } from "./tally.js";

/** A document's gold and predictions, compared. */
export interface EvaluatedDocument {
  readonly gold: LabelledDocument;
  readonly predicted: LabelledDocument;
  readonly tally: Tally;
}

const SHOWN = 20;
const FEW = 5;

/**
 * Brings gold and predictions together by the documents' ids. Predictions of other documents are left out.
 * @throws gold-missing-document, gold-text-differs; gold-invalid for predictions of different versions of a model
 */
export function pairDocuments(
  gold: readonly LabelledDocument[],
  predicted: readonly LabelledDocument[],
): EvaluatedDocument[] {
  refuseMixedGold(gold);
  refuseMixedModels(predicted);
  const byId = new Map(predicted.map((document) => [document.id, document]));
  const missing = gold.filter(({ id }) => !byId.has(id)).map(({ id }) => id);
  if (missing.length > 0) {
    const more = missing.length > FEW ? ` and ${missing.length - FEW} more` : "";
    const detail = `${missing.length} of ${gold.length} documents have no prediction: ${missing.slice(0, FEW).join(", ")}${more}`;
    throw new StatementStanceError("gold-missing-document", detail, { document: missing[0]! });
  }
  return gold.map((one) => {
    const other = byId.get(one.id)!;
    refuseOtherText(one, other);
    return { gold: one, predicted: other, tally: tallyDocument(one, other.statements) };
  });
}

/** Speakers and targets cannot be compared where one side has none. */
export function onlyAttributions(documents: readonly EvaluatedDocument[]): boolean {
  return (
    allAttributions(documents.map(({ gold }) => gold)) ||
    allAttributions(documents.map(({ predicted }) => predicted))
  );
}

/** Speakers and targets were labelled in none of these. */
export function allAttributions(documents: readonly LabelledDocument[]): boolean {
  const labelled = documents.filter(({ statements }) => statements.length > 0);
  return labelled.length > 0 && labelled.every(({ attributionOnly }) => attributionOnly);
}

function refuseMixedGold(gold: readonly LabelledDocument[]): void {
  const bare = gold.find(({ attributionOnly }) => attributionOnly);
  const full = gold.find(({ attributionOnly, statements }) => !attributionOnly && statements.length > 0);
  if (!bare || !full) return;
  const detail = `${full.id} has speakers and targets, and ${bare.id} has not: evaluate them apart`;
  throw new StatementStanceError("gold-invalid", detail, { document: bare.id });
}

function refuseMixedModels(predicted: readonly LabelledDocument[]): void {
  const models = [...new Set(predicted.flatMap(({ model }) => model ?? []))];
  if (models.length < 2) return;
  const detail = `the predictions are of different versions: ${models.join(", ")}`;
  throw new StatementStanceError("gold-invalid", detail);
}

/** @throws gold-text-differs at the first character that differs */
export function refuseOtherText(
  { id, text }: LabelledDocument,
  other: LabelledDocument,
  names = ["gold", "predicted"],
): void {
  if (text === other.text) return;
  const [a, b] = [Array.from(text), Array.from(other.text)];
  const differs = a.findIndex((point, index) => point !== b[index]);
  const at = differs < 0 ? a.length : differs;
  const shown = (points: readonly string[]) => JSON.stringify(points.slice(at, at + SHOWN).join(""));
  const detail = `document ${id}: the texts differ at character ${at}: ${names[0]} has ${shown(a)}, ${names[1]} has ${shown(b)}`;
  throw new StatementStanceError("gold-text-differs", detail, { document: id });
}
