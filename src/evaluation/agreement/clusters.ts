import type { LabelledDocument, LabelledStatement, LabelledTarget } from "../../schemas/index.js";
import { coveredCharacters } from "../characters.js";
import { matchContents } from "../matching.js";
import { matchTargets } from "../tally.js";

/** One statement, as each annotator has it; null where one has not. */
export interface StatementCluster {
  readonly document: LabelledDocument;
  readonly statements: readonly (LabelledStatement | null)[];
}

/** One target of a statement, as each annotator has it. */
export interface TargetCluster {
  readonly statement: StatementCluster;
  readonly targets: readonly (LabelledTarget | null)[];
}

/** Brings the statements of one document together, each annotator's with those of the annotators before. */
export function clusterStatements(versions: readonly LabelledDocument[]): StatementCluster[] {
  const document = versions[0]!;
  const points = Array.from(document.text);
  const covered = (statement: LabelledStatement) => coveredCharacters(statement.content, points);
  const clusters: (LabelledStatement | null)[][] = [];
  versions.forEach(({ statements }, annotator) => {
    const before = clusters.map((cluster) => covered(cluster.find((one) => one !== null)!));
    const matched = matchContents(before, statements.map(covered));
    const homes = new Map([...matched].map(([cluster, statement]) => [statement, clusters[cluster]!]));
    statements.forEach((statement, index) => {
      const home = homes.get(index) ?? versions.map(() => null);
      home[annotator] = statement;
      if (!homes.has(index)) clusters.push(home);
    });
  });
  return clusters.map((statements) => ({ document, statements }));
}

/** Brings the targets of a statement together, in the same way. */
export function clusterTargets(statement: StatementCluster): TargetCluster[] {
  const clusters: (LabelledTarget | null)[][] = [];
  statement.statements.forEach((one, annotator) => {
    const before = clusters.map((cluster) => cluster.find((target) => target !== null)!);
    const homes = new Map(
      matchTargets(before, one?.targets ?? []).map(([known, target]) => [
        target,
        clusters[before.indexOf(known)]!,
      ]),
    );
    for (const target of one?.targets ?? []) {
      const home = homes.get(target) ?? statement.statements.map(() => null);
      home[annotator] = target;
      if (!homes.has(target)) clusters.push(home);
    }
  });
  return clusters.map((targets) => ({ statement, targets }));
}
