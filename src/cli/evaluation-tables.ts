import Table from "cli-table3";
import { breakdownShares } from "../evaluation/index.js";
import type { Comparison, ConfusionMatrix, Evaluation, MeasuredValue } from "../schemas/index.js";
import { PLAIN_TABLE } from "./plain-table.js";

/** Groups of a breakdown that are shown: of domains there may be hundreds, and --json has all. */
const MOST_GROUPS = 12;

/** Figures for a person's eyes. */
export function evaluationText(evaluation: Evaluation): string {
  const { documents, statements, figures, stances, kappa, confusion } = evaluation;
  const table = new Table({ head: ["figure", "F1", "95% interval", "precision", "recall"], ...PLAIN_TABLE });
  for (const { name, f1, precision, recall } of figures)
    table.push([name, fixed(f1.value), between(f1), withInterval(precision), withInterval(recall)]);
  const parts = [
    `${documents} documents; ${statements.gold} statements in gold, ${statements.predicted} predicted`,
    table.toString(),
  ];
  if (confusion) {
    const each = stances.map(({ stance, f1 }) => `${stance} ${fixed(f1)}`).join(", ");
    parts.push(`F1 by stance: ${each}; kappa ${(kappa ?? 0).toFixed(3)}`);
    parts.push(`Stances, gold down, predicted across:\n${confusionTable(confusion.stance)}`);
    parts.push(`Speaker types, of matched statements:\n${confusionTable(confusion.speakerType)}`);
  }
  parts.push(breakdownTable(evaluation));
  if (evaluation.calibration.length > 0) {
    const errors = evaluation.calibration.map(
      ({ of, error, count }) => `${of} ${error.toFixed(3)} (${count})`,
    );
    parts.push(`Expected calibration error: ${errors.join(", ")}`);
  }
  return `${parts.join("\n\n")}\n`;
}

function confusionTable({ labels, counts }: ConfusionMatrix): string {
  const table = new Table({ head: ["", ...labels], ...PLAIN_TABLE });
  counts.forEach((row, index) => {
    table.push([labels[index] ?? "", ...row]);
  });
  return table.toString();
}

function breakdownTable({ breakdown, attributionOnly }: Evaluation): string {
  const shares = breakdownShares(attributionOnly);
  const head = ["by", "of gold", "statements", ...shares];
  const table = new Table({ head, ...PLAIN_TABLE });
  for (const { by, groups } of breakdown) {
    const largest = [...groups].sort((a, b) => b.statements - a.statements).slice(0, MOST_GROUPS);
    for (const group of groups.filter((one) => largest.includes(one))) {
      table.push([by, group.group, group.statements, ...shares.map((share) => fixed(group[share] ?? 0))]);
    }
    const left = groups.length - largest.length;
    if (left > 0) table.push([by, `(${left} smaller: --json)`, "", ...shares.map(() => "")]);
  }
  return table.toString();
}

/** Two systems side by side. */
export function comparisonText(comparisons: readonly Comparison[], names: readonly [string, string]): string {
  const table = new Table({ head: ["figure", ...names, "difference", "95% interval", "p"], ...PLAIN_TABLE });
  for (const { name, first, second, difference, p } of comparisons) {
    const signed = `${difference.value > 0 ? "+" : ""}${fixed(difference.value)}`;
    table.push([name, fixed(first), fixed(second), signed, between(difference), p.toFixed(3)]);
  }
  return `Paired bootstrap by document:\n${table.toString()}\n`;
}

const fixed = (value: number): string => value.toFixed(1);
const between = ({ low, high }: MeasuredValue): string => `${fixed(low)} to ${fixed(high)}`;
const withInterval = (one: MeasuredValue | null): string =>
  one ? `${fixed(one.value)} (${between(one)})` : "";
