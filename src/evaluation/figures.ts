import { STANCES } from "../schemas/index.js";
import { type Counts, FIGURES, type Figure, type Tally } from "./tally.js";

/** Precision, recall and F1 in percent. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The figures of a corpus, in percent. */
export interface Figures {
  readonly scores: Record<Figure, Score>;
  /** F1 of each stance over the targets that both have, and their mean. */
  readonly stanceF1: Record<string, number>;
  readonly stanceMacro: number;
  readonly kappa: number;
  readonly confusion: number[][];
}

/** Sums tallies of documents to the figures of the corpus. */
export function figuresOf(tallies: readonly Tally[]): Figures {
  const counts = Object.fromEntries(FIGURES.map((figure) => [figure, sumCounts(tallies, figure)])) as Record<
    Figure,
    Counts
  >;
  const confusion = STANCES.map((_, g) =>
    STANCES.map((_, p) => tallies.reduce((sum, t) => sum + (t.confusion[g]?.[p] ?? 0), 0)),
  );
  const each = STANCES.map((stance, i) => [stance, stanceF1(confusion, i)] as const);
  return {
    scores: Object.fromEntries(FIGURES.map((figure) => [figure, scoreOf(counts[figure])])) as Record<
      Figure,
      Score
    >,
    stanceF1: Object.fromEntries(each),
    stanceMacro: each.reduce((sum, [, f1]) => sum + f1, 0) / each.length,
    kappa: kappaOf(confusion),
    confusion,
  };
}

function sumCounts(tallies: readonly Tally[], figure: Figure): Counts {
  const sum: Counts = [0, 0, 0];
  for (const { counts } of tallies) for (const i of [0, 1, 2] as const) sum[i] += counts[figure][i];
  return sum;
}

function scoreOf([right, predicted, gold]: Counts): Score {
  const precision = predicted === 0 ? 0 : right / predicted;
  const recall = gold === 0 ? 0 : right / gold;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision: 100 * precision, recall: 100 * recall, f1: 100 * f1 };
}

function stanceF1(confusion: readonly number[][], label: number): number {
  const predicted = confusion.reduce((sum, row) => sum + (row[label] ?? 0), 0);
  const gold = (confusion[label] ?? []).reduce((sum, n) => sum + n, 0);
  return predicted + gold === 0 ? 0 : (200 * (confusion[label]?.[label] ?? 0)) / (predicted + gold);
}

/** Cohen's kappa of a square table of counts. */
export function kappaOf(table: readonly (readonly number[])[]): number {
  const total = table.flat().reduce((sum, n) => sum + n, 0);
  if (total === 0) return 0;
  const observed = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / total;
  const expected = table.reduce((sum, row, i) => {
    const rows = row.reduce((a, b) => a + b, 0);
    const columns = table.reduce((a, other) => a + (other[i] ?? 0), 0);
    return sum + (rows * columns) / total ** 2;
  }, 0);
  return expected === 1 ? 1 : (observed - expected) / (1 - expected);
}
