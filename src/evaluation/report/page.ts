import type { Calibration, Comparison, Evaluation, MeasuredValue } from "../../schemas/index.js";
import { breakdownShares } from "../breakdown.js";
import { confidenceCurve } from "../calibration.js";
import { errorsOf } from "../errors-of.js";
import type { EvaluatedDocument } from "../pair-documents.js";
import { confusionChart, curveChart, figuresChart, reliabilityChart } from "./charts.js";
import { errorBrowser } from "./error-browser.js";
import { escaped, figureOf, tableOf } from "./html.js";
import { STYLE } from "./style.js";

export interface Report {
  readonly evaluation: Evaluation;
  readonly documents: readonly EvaluatedDocument[];
  readonly names: { readonly gold: string; readonly predicted: string; readonly other?: string | undefined };
  readonly comparisons?: readonly Comparison[] | undefined;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** An evaluation as one HTML page: it loads nothing, runs nothing, and opens from a disk. */
export async function reportPage(report: Report): Promise<string> {
  const { evaluation, documents, names } = report;
  const { statements, attributionOnly, confusion } = evaluation;
  const title = `${names.predicted} against ${names.gold}`;
  const sections = [
    section("Figures", await figuresSection(report)),
    ...(confusion ? [section("Confusions", await confusionSection(confusion))] : []),
    ...(evaluation.calibration.length > 0 ? [section("Confidence", await confidenceSection(report))] : []),
    section("By kind of statement", breakdownSection(evaluation)),
    section("Errors", errorBrowser(errorsOf(documents, attributionOnly))),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="lead">${evaluation.documents} documents; ${statements.gold} statements in gold, ${statements.predicted} predicted</p>
${sections.join("\n")}
</main>
</body>
</html>
`;
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

const fixed = (value: number): string => value.toFixed(1);
const between = ({ low, high }: MeasuredValue): string => `${fixed(low)} to ${fixed(high)}`;
const measured = (one: MeasuredValue | null): string =>
  one ? `${fixed(one.value)} <span class="lead">(${between(one)})</span>` : "";

async function figuresSection({ evaluation, comparisons, names }: Report): Promise<string> {
  const { figures, stances, kappa, attributionOnly } = evaluation;
  const rows = figures.map(({ name, f1, precision, recall }) => [
    name,
    measured(f1),
    measured(precision),
    measured(recall),
  ]);
  const each = stances.map(({ stance, f1 }) => `${stance} ${fixed(f1)}`).join(", ");
  const stanceNote = attributionOnly
    ? ""
    : ` F1 by stance: ${each}; Cohen's kappa ${(kappa ?? 0).toFixed(3)}.`;
  const chart = figureOf(await figuresChart(figures), "F1 of each figure, and its 95% interval");
  const note = `<p class="note">In percent, with 95% bootstrap intervals over documents. A statement is matched by its content; “quad” is what a reader would call right: statement, speaker, target and stance.${stanceNote}</p>`;
  const compared = comparisons ? comparisonTable(comparisons, names) : "";
  return `<div class="panel"><div class="beside">${tableOf(["figure", "F1", "precision", "recall"], rows)}${chart}</div>${note}${compared}</div>`;
}

function comparisonTable(
  comparisons: readonly Comparison[],
  { predicted, other = "" }: Report["names"],
): string {
  const rows = comparisons.map(({ name, first, second, difference, p }) => [
    name,
    fixed(first),
    fixed(second),
    measured(difference),
    p.toFixed(3),
  ]);
  const head = ["figure", escaped(predicted), escaped(other), "difference", "p"];
  return `<h3>Against ${escaped(other)}, by a paired bootstrap</h3>${tableOf(head, rows)}`;
}

async function confusionSection(confusion: NonNullable<Evaluation["confusion"]>): Promise<string> {
  const stance = figureOf(
    await confusionChart(confusion.stance),
    "Stances of targets; none: missed, or not in gold",
  );
  const speaker = figureOf(
    await confusionChart(confusion.speakerType),
    "Speaker types of matched statements",
  );
  return `<div class="panel row">${stance}${speaker}</div>`;
}

const RIGHT_WHEN: Record<Calibration["of"], string> = {
  statement: "it was matched",
  speaker: "the name is gold's",
  target: "gold has it",
  stance: "it is gold's",
};

async function confidenceSection({ evaluation, documents }: Report): Promise<string> {
  const charts = await Promise.all(
    evaluation.calibration.map(async (one) => {
      const caption = `${one.of}: calibration error ${one.error.toFixed(3)}, of ${one.count}; right when ${RIGHT_WHEN[one.of]}`;
      return figureOf(await reliabilityChart(one), caption);
    }),
  );
  const points = confidenceCurve(documents);
  const curve =
    points.length > 1
      ? `<h3>Precision against recall, by confidence</h3>${figureOf(await curveChart(points), "Statements, were those below a confidence left out; numbers are that confidence")}`
      : "";
  return `<div class="panel"><div class="grid">${charts.join("")}</div><p class="note">A confidence is true where its points lie on the dashed line; a point is the larger, the more often it was given.</p>${curve}</div>`;
}

function breakdownSection({ breakdown, attributionOnly }: Evaluation): string {
  const shares = breakdownShares(attributionOnly);
  const tables = breakdown.map(({ by, groups }) => {
    const rows = groups.map((one) => [
      escaped(one.group),
      one.statements,
      ...shares.map((share) => fixed(one[share] ?? 0)),
    ]);
    const head = [by, "statements", ...shares];
    return `<details${groups.length <= 6 ? " open" : ""}><summary>${by}</summary>${tableOf(head, rows)}</details>`;
  });
  return `<div class="panel"><p class="note">Percent of gold that was found, and that came out right.</p>${tables.join("")}</div>`;
}
