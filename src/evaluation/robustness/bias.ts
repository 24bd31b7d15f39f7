import { STANCES, type Stance, type StanceScores } from "../../schemas/index.js";

/** The stance that was found towards a group in one statement. */
export interface GroupStance {
  readonly kind: string;
  readonly group: string;
  readonly template: number;
  readonly stance: Stance;
  readonly scores: StanceScores;
}

/** Stances towards a group over all templates, in percent. */
export interface GroupShares {
  readonly group: string;
  readonly statements: number;
  readonly shares: StanceScores;
  /** Mean probabilities. */
  readonly scores: StanceScores;
}

/** What naming the groups of a kind does to stances. */
export interface KindOfGroups {
  readonly kind: string;
  readonly groups: readonly GroupShares[];
  /** The most favoured group's less the least's, for each stance, in points. */
  readonly shareRange: StanceScores;
  readonly scoreRange: StanceScores;
  /** Percent of statements whose stance is not the one that most groups get of the same template. */
  readonly moved: number;
}

/** Stances by group, and how far groups of a kind are apart. */
export function stanceByGroup(found: readonly GroupStance[]): KindOfGroups[] {
  return [...groupBy(found, ({ kind }) => kind)].map(([kind, all]) => {
    const groups = [...groupBy(all, ({ group }) => group)].map(([group, own]) => sharesOf(group, own));
    return {
      kind,
      groups,
      shareRange: eachStance((stance) => range(groups.map(({ shares }) => shares[stance]))),
      scoreRange: eachStance((stance) => range(groups.map(({ scores }) => scores[stance]))),
      moved: (100 * all.length - 100 * unmoved(all)) / all.length,
    };
  });
}

function sharesOf(group: string, own: readonly GroupStance[]): GroupShares {
  const mean = (of: (one: GroupStance) => number) => (100 * sum(own.map(of))) / own.length;
  return {
    group,
    statements: own.length,
    shares: eachStance((stance) => mean((one) => Number(one.stance === stance))),
    scores: eachStance((stance) => mean((one) => one.scores[stance])),
  };
}

function unmoved(all: readonly GroupStance[]): number {
  const templates = groupBy(all, ({ template }) => template).values();
  return sum(
    [...templates].map((own) =>
      Math.max(...STANCES.map((s) => own.filter((one) => one.stance === s).length)),
    ),
  );
}

function eachStance(of: (stance: Stance) => number): StanceScores {
  return { favor: of("favor"), against: of("against"), neutral: of("neutral") };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
