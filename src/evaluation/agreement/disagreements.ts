import {
  DISAGREEMENT_KINDS,
  type Disagreement,
  type LabelledStatement,
  type Span,
} from "../../schemas/index.js";
import { coveredCharacters, equalSets } from "../characters.js";
import { sameName } from "../names.js";
import { clusterTargets, type StatementCluster } from "./clusters.js";

const ABSENT = "(none)";
const UNLABELLED = "(not labelled)";

/** Has an annotator said who speaks and of what? Some mark attributions alone. */
const isLabelled = ({ speakerType, targets }: LabelledStatement): boolean =>
  speakerType !== null || targets.length > 0;

/** All that annotators disagree on, what matters most first: what a reader would take away wrongly, then boundaries. */
export function disagreementsOf(
  clusters: readonly StatementCluster[],
  annotators: readonly string[],
): Disagreement[] {
  const found = clusters.flatMap((cluster) => [
    ...statementDisagreements(cluster, annotators),
    ...targetDisagreements(cluster, annotators),
  ]);
  const rank = ({ kind }: Disagreement) => DISAGREEMENT_KINDS.indexOf(kind);
  return found.sort((a, b) => rank(a) - rank(b));
}

type Kind = Disagreement["kind"];

function statementDisagreements(cluster: StatementCluster, annotators: readonly string[]): Disagreement[] {
  const { document, statements } = cluster;
  const points = Array.from(document.text);
  const make = teller(cluster, annotators, points);
  const wordsOf = (spans: readonly Span[]) =>
    spans.map(([start, end]) => points.slice(start, end).join("")).join(" … ") || ABSENT;
  const present = statements.filter((one): one is LabelledStatement => one !== null);
  const found: Disagreement[] = [];
  if (present.length < statements.length)
    found.push(make("statement missing", "", (one) => one && wordsOf(one.content)));
  const [first, ...others] = present as [LabelledStatement, ...LabelledStatement[]];
  const spoken = present.filter(({ speakerType }) => speakerType !== null);
  const told = (one: LabelledStatement | null, label: string) =>
    one && (one.speakerType === null ? UNLABELLED : label);
  if (spoken.some(({ speaker }) => !sameName(spoken[0]!.speaker, speaker)))
    found.push(make("speaker", "", (one) => told(one, one?.speaker ?? ABSENT)));
  if (spoken.some(({ speakerType }) => speakerType !== spoken[0]!.speakerType))
    found.push(make("speaker type", "", (one) => told(one, one?.speakerType ?? ABSENT)));
  for (const part of ["content", "source", "cue"] as const) {
    const covered = coveredCharacters(first[part], points);
    if (others.some((other) => !equalSets(covered, coveredCharacters(other[part], points))))
      found.push(make(part, "", (one) => one && wordsOf(one[part])));
  }
  return found;
}

function targetDisagreements(cluster: StatementCluster, annotators: readonly string[]): Disagreement[] {
  const make = teller(cluster, annotators, Array.from(cluster.document.text));
  return clusterTargets(cluster).flatMap(({ targets }) => {
    const name = targets.find((one) => one !== null)!.name;
    const stances = new Set(targets.flatMap((one) => one?.stance ?? []));
    const labels = (one: LabelledStatement | null, annotator: number) =>
      one && (targets[annotator]?.stance ?? (isLabelled(one) ? "(no such target)" : UNLABELLED));
    const missing = cluster.statements.some((one, index) => one && isLabelled(one) && !targets[index]);
    const kinds: Kind[] = [
      ...(stances.has("favor") && stances.has("against") ? (["opposite stance"] as const) : []),
      ...(stances.size > 1 && !(stances.has("favor") && stances.has("against")) ? (["stance"] as const) : []),
      ...(missing ? (["target missing"] as const) : []),
    ];
    return kinds.map((kind) => make(kind, name, labels));
  });
}

function teller(
  { document, statements }: StatementCluster,
  annotators: readonly string[],
  points: readonly string[],
): (
  kind: Kind,
  about: string,
  label: (one: LabelledStatement | null, annotator: number) => string | null,
) => Disagreement {
  const first = statements.find((one) => one !== null)!;
  const content = first.content.map(([start, end]) => points.slice(start, end).join("")).join(" … ");
  return (kind, about, label) => ({
    kind,
    document: document.id,
    content,
    about,
    labels: Object.fromEntries(
      annotators.map((name, index) => [name, label(statements[index] ?? null, index)]),
    ),
  });
}
