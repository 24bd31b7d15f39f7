import {
  type LabelledDocument,
  type LabelledStatement,
  type LabelledTarget,
  STANCES,
} from "../schemas/index.js";
import { coveredCharacters, equalSets, intersectionSize } from "./characters.js";
import { matchContents } from "./matching.js";
import { sameName } from "./names.js";

export const FIGURES = [
  "statement",
  "content_exact",
  "content_chars",
  "source",
  "speaker",
  "chief_target_stance",
  "target",
  "target_stance",
  "quad",
] as const;
export type Figure = (typeof FIGURES)[number];

/** Right, predicted and gold counts. */
export type Counts = [right: number, predicted: number, gold: number];

/** What became of one gold statement. */
export interface GoldOutcome {
  readonly gold: LabelledStatement;
  readonly matched: boolean;
  readonly sourceRight: boolean;
  readonly speakerRight: boolean;
  readonly targets: number;
  readonly quads: number;
}

/** The counts of one document: sums of tallies give the figures of a corpus. */
export interface Tally {
  readonly counts: Record<Figure, Counts>;
  /** Stances of matched targets: `confusion[gold][predicted]`, in the order of STANCES. */
  readonly confusion: number[][];
  readonly outcomes: GoldOutcome[];
}

/** Compares a document's predictions with its gold. */
export function tallyDocument(gold: LabelledDocument, predicted: readonly LabelledStatement[]): Tally {
  const points = Array.from(gold.text);
  const goldContents = gold.statements.map(({ content }) => coveredCharacters(content, points));
  const contents = predicted.map(({ content }) => coveredCharacters(content, points));
  const matched = matchContents(goldContents, contents);
  const confusion = STANCES.map(() => STANCES.map(() => 0));
  const outcomes = gold.statements.map((statement, g) => {
    const p = matched.get(g);
    return outcome(statement, p === undefined ? undefined : predicted[p], points, confusion);
  });
  const statements = (right: number): Counts => [right, predicted.length, gold.statements.length];
  const targets = (right: number): Counts => [right, countTargets(predicted), countTargets(gold.statements)];
  const total = (of: (one: Outcome) => number) => outcomes.reduce((sum, one) => sum + of(one), 0);
  const exact = [...matched].filter(([g, p]) => equalSets(goldContents[g]!, contents[p]!)).length;
  const [allGold, all] = [union(goldContents), union(contents)];
  return {
    confusion,
    outcomes,
    counts: {
      statement: statements(matched.size),
      content_exact: statements(exact),
      content_chars: [intersectionSize(allGold, all), all.size, allGold.size],
      source: statements(total((one) => Number(one.sourceRight))),
      speaker: statements(total((one) => Number(one.speakerRight))),
      chief_target_stance: statements(total((one) => Number(one.chiefRight))),
      target: targets(total((one) => one.found)),
      target_stance: targets(total((one) => one.stancesRight)),
      quad: targets(total((one) => one.quads)),
    },
  };
}

interface Outcome extends GoldOutcome {
  readonly chiefRight: boolean;
  readonly found: number;
  readonly stancesRight: number;
}

function outcome(
  gold: LabelledStatement,
  predicted: LabelledStatement | undefined,
  points: readonly string[],
  confusion: number[][],
): Outcome {
  const nothing = { chiefRight: false, found: 0, stancesRight: 0, quads: 0, targets: gold.targets.length };
  if (!predicted) return { gold, matched: false, sourceRight: false, speakerRight: false, ...nothing };
  const sourceRight = equalSets(
    coveredCharacters(gold.source, points),
    coveredCharacters(predicted.source, points),
  );
  const speakerRight = sameName(gold.speaker, predicted.speaker);
  const pairs = matchTargets(gold.targets, predicted.targets);
  for (const [wanted, got] of pairs) {
    const row = confusion[STANCES.indexOf(wanted.stance)]!;
    const column = STANCES.indexOf(got.stance);
    row[column] = (row[column] ?? 0) + 1;
  }
  const right = pairs.filter(([wanted, got]) => wanted.stance === got.stance);
  return {
    gold,
    matched: true,
    sourceRight,
    speakerRight,
    targets: gold.targets.length,
    chiefRight: right.some(([wanted]) => wanted === gold.targets[0]),
    found: pairs.length,
    stancesRight: right.length,
    quads: speakerRight ? right.length : 0,
  };
}

/** Each gold target takes one predicted target that overlaps it or has its name; of several, one of the same stance. */
function matchTargets(
  gold: readonly LabelledTarget[],
  predicted: readonly LabelledTarget[],
): [LabelledTarget, LabelledTarget][] {
  const used = new Set<LabelledTarget>();
  const pairs: [LabelledTarget, LabelledTarget][] = [];
  for (const wanted of gold) {
    let best: LabelledTarget | undefined;
    for (const got of predicted) {
      if (used.has(got) || !(overlap(wanted, got) || sameName(wanted.name, got.name))) continue;
      if (!best || (got.stance === wanted.stance && best.stance !== wanted.stance)) best = got;
    }
    if (!best) continue;
    used.add(best);
    pairs.push([wanted, best]);
  }
  return pairs;
}

function overlap({ span: a }: LabelledTarget, { span: b }: LabelledTarget): boolean {
  return a !== null && b !== null && Math.max(a[0], b[0]) < Math.min(a[1], b[1]);
}

function countTargets(statements: readonly LabelledStatement[]): number {
  return statements.reduce((sum, { targets }) => sum + targets.length, 0);
}

function union(sets: readonly Set<number>[]): Set<number> {
  return new Set(sets.flatMap((set) => [...set]));
}
