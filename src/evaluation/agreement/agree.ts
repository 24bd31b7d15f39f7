import { StatementStanceError } from "../../errors/index.js";
import type {
  Agreement,
  AnnotatorPair,
  LabelAgreement,
  LabelledDocument,
  LabelledStatement,
} from "../../schemas/index.js";
import { type FigureName, f1Of, measuredFigures } from "../figure-names.js";
import { commonNames } from "../names.js";
import { allAttributions, refuseOtherText } from "../pair-documents.js";
import { tallyDocument } from "../tally.js";
import { clusterStatements, clusterTargets, type StatementCluster } from "./clusters.js";
import { disagreementsOf } from "./disagreements.js";
import { meanOf } from "./mean.js";
import { cohenKappa, countLabels, fleissKappa, type Item, krippendorffAlpha } from "./nominal.js";
import { spanAgreements } from "./spans.js";

/** The labels of one annotator. */
export interface Annotator {
  readonly name: string;
  readonly documents: readonly LabelledDocument[];
}

/** Values of a label that are told apart: speakers may be hundreds. */
const MOST_VALUES = 12;

/**
 * How far annotators agree on the documents that all of them labelled.
 * @throws gold-missing-document where there is none, gold-text-differs
 */
export function agree(annotators: readonly Annotator[]): Agreement {
  const ids = commonDocuments(annotators);
  const names = annotators.map(({ name }) => name);
  const versions = annotators.map(({ documents }) => {
    const byId = new Map(documents.map((document) => [document.id, document]));
    return ids.map((id) => byId.get(id)!);
  });
  ids.forEach((_, index) => {
    for (const [a, documents] of versions.entries())
      refuseOtherText(versions[0]![index]!, documents[index]!, [names[0]!, names[a]!]);
  });
  const clusters = ids.map((_, index) => clusterStatements(versions.map((documents) => documents[index]!)));
  const items = itemsOf(clusters);
  const pairs = pairsOf(names, versions, items);
  return {
    annotators: names.map((name, index) => summaryOf(name, versions[index]!, pairs)),
    documents: ids.length,
    spans: spanAgreements(versions),
    labels: Object.entries(items).map(([label, all]) => labelAgreement(label as Label, all, pairs)),
    pairs,
    disagreements: disagreementsOf(clusters.flat(), names),
  };
}

type Label = LabelAgreement["label"];

function commonDocuments([first, ...others]: readonly Annotator[]): string[] {
  const known = others.map(({ documents }) => new Set(documents.map(({ id }) => id)));
  const ids = (first?.documents ?? []).map(({ id }) => id).filter((id) => known.every((set) => set.has(id)));
  if (ids.length > 0) return ids;
  const detail = "there is no document that all annotators labelled: compare the ids";
  throw new StatementStanceError("gold-missing-document", detail);
}

/** What can be labelled alike or not: each an item, with the label of each annotator. */
function itemsOf(byDocument: readonly StatementCluster[][]): Record<Label, Item[]> {
  const clusters = byDocument.flat();
  return {
    stance: clusters.flatMap(clusterTargets).map(({ targets }) => targets.map((one) => one?.stance ?? null)),
    "speaker type": clusters.map(({ statements }) => statements.map((one) => one?.speakerType ?? null)),
    speaker: byDocument.flatMap(speakersOf),
  };
}

/**
 * Names that are the same are given as one, in the whole of a document. Those of one statement are brought together first:
 * a short name is a longer one's there, and may be another's elsewhere.
 */
function speakersOf(clusters: readonly StatementCluster[]): Item[] {
  const items = clusters.map(({ statements }): Item => statements.map(speakerOf));
  const inDocument = commonNames(items.flat().filter((name) => name !== null));
  return items.map((item) => {
    const inStatement = commonNames(item.filter((name) => name !== null));
    return item.map((name) => name && inDocument(inStatement(name)));
  });
}

function speakerOf(statement: LabelledStatement | null): string | null {
  if (statement === null || statement.speakerType === null) return null;
  return statement.speaker ?? "(nobody)";
}

function pairsOf(
  names: readonly string[],
  versions: readonly (readonly LabelledDocument[])[],
  items: Record<Label, readonly Item[]>,
): AnnotatorPair[] {
  return names.flatMap((first, a) =>
    names.slice(a + 1).map((second, offset): AnnotatorPair => {
      const b = a + 1 + offset;
      const figures = figuresOfPair([versions[a]!, versions[b]!]);
      const tallies = versions[a]!.map((document, index) =>
        tallyDocument(document, versions[b]![index]!.statements),
      );
      const values = f1Of(tallies, figures);
      return {
        annotators: [first, second],
        f1: Object.fromEntries(figures.map((name, i) => [name, values[i] ?? 0])),
        kappa: Object.fromEntries(
          Object.entries(items).map(([label, all]) => [label, cohenKappa(all, a, b)]),
        ),
      };
    }),
  );
}

/** Speakers and targets are measured where both have them. */
function figuresOfPair(pair: readonly (readonly LabelledDocument[])[]): readonly FigureName[] {
  const empty = pair.flat().every(({ statements }) => statements.length === 0);
  return measuredFigures(empty || pair.some(allAttributions));
}

function labelAgreement(
  label: Label,
  items: readonly Item[],
  pairs: readonly AnnotatorPair[],
): LabelAgreement {
  const pairable = items.filter((item) => item.filter((one) => one !== null).length > 1);
  const counts = countLabels(pairable.flat().filter((one) => one !== null));
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_VALUES);
  return {
    label,
    items: pairable.length,
    alpha: krippendorffAlpha(items),
    fleiss: fleissKappa(items),
    cohen: meanOf(pairs.map(({ kappa }) => kappa[label] ?? null)),
    values: frequent.map(([value, count]) => ({
      value,
      count,
      alpha: krippendorffAlpha(oneAgainstAll(items, value)),
    })),
  };
}

function oneAgainstAll(items: readonly Item[], value: string): Item[] {
  return items.map((item) => item.map((one) => (one === null || one === value ? one : "(other)")));
}

function summaryOf(name: string, documents: readonly LabelledDocument[], pairs: readonly AnnotatorPair[]) {
  const own = pairs.filter(({ annotators }) => annotators.includes(name));
  return {
    annotator: name,
    statements: documents.reduce((sum, { statements }) => sum + statements.length, 0),
    statementF1: meanOf(own.map(({ f1 }) => f1.statement ?? null)) ?? 0,
    quadF1: meanOf(own.map(({ f1 }) => f1.quad ?? null)),
    stanceKappa: meanOf(own.map(({ kappa }) => kappa.stance ?? null)),
  };
}
