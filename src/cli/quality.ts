import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { createClassifier, DEFAULT_MODEL } from "../classifier/index.js";
import { quotedKinds } from "../classifier/quoted-kind/index.js";
import { StatementStanceError } from "../errors/index.js";
import {
  ATTRIBUTION_FIGURES,
  type BreakdownRow,
  bootstrapIntervals,
  breakdown,
  FIGURE_NAMES,
  type FigureName,
  f1Of,
  figuresOf,
  type GoldOutcome,
  sourceForm,
  type Tally,
  tallyDocument,
} from "../evaluation/index.js";
import { predictDocuments, readGold } from "../labels/index.js";
import type { LabelledDocument } from "../schemas/index.js";
import { CORPORA, devFile } from "./dev-file.js";
import { markdownRow as row } from "./markdown-row.js";
import { modelOption } from "./model-option.js";
import { BARS, type Bar } from "./quality-bars.js";

const SETS = ["polnear", "stance", "authored", "authored_multilingual"] as const;

interface Measured {
  readonly set: string;
  readonly documents: LabelledDocument[];
  readonly tallies: Tally[];
}

/** `statement-stance quality`: the figures of a model on every dev file there is. */
export function registerQuality(program: Command): void {
  program
    .command("quality")
    .description("measure a model on the dev files of gold")
    .addOption(modelOption())
    .option("-d, --data <folder>", "folder with polnear, stance, authored and authored_multilingual", CORPORA)
    .option("-o, --output <file>", "also write the report to a file, as Markdown")
    .action(measure);
}

async function measure({
  model = DEFAULT_MODEL,
  data,
  output,
}: {
  model?: string;
  data: string;
  output?: string;
}): Promise<void> {
  const sets = SETS.flatMap((set) => goldOf(set, data));
  if (sets.length === 0)
    throw new StatementStanceError("file-unreadable", `there is no dev file under ${data} or datasets`);
  const int8 = await measureModel(model, "int8", sets);
  const lines = int8.flatMap((measured) => reportSet(measured, BARS[basename(model)]?.[measured.set]));
  lines.push(...(await compareFloat(model, sets, int8)));
  const report = [
    `# Quality of the model \`${model}\``,
    "",
    "Made by `npm run quality`. F1 in percent, with 95% bootstrap intervals over documents; dev files, which training never saw.",
    "",
    ...lines,
  ].join("\n");
  process.stdout.write(report);
  if (output) writeFileSync(output, report);
}

function goldOf(set: string, data: string): { set: string; documents: LabelledDocument[] }[] {
  const file = devFile(set, data);
  if (file) return [{ set, documents: readGold(readFileSync(file, "utf8"), file) }];
  process.stderr.write(`statement-stance: no dev file of ${set} is at hand; it is left out\n`);
  return [];
}

async function measureModel(
  model: string,
  precision: "int8" | "float",
  sets: { set: string; documents: LabelledDocument[] }[],
): Promise<Measured[]> {
  const classifier = await createClassifier({ model, precision });
  try {
    const measured: Measured[] = [];
    for (const { set, documents } of sets) {
      const predicted = await predictDocuments(classifier, documents);
      const tallies = documents.map((gold, i) => tallyDocument(gold, predicted[i]!.statements));
      measured.push({ set, documents, tallies });
    }
    return measured;
  } finally {
    await classifier.close();
  }
}

function figureNames({ documents }: Measured): readonly FigureName[] {
  return documents.every(({ attributionOnly }) => attributionOnly) ? ATTRIBUTION_FIGURES : FIGURE_NAMES;
}

function reportSet(measured: Measured, bars: Bar | undefined): string[] {
  const { set, documents, tallies } = measured;
  const names = figureNames(measured);
  const figures = figuresOf(tallies);
  const values = f1Of(tallies, names);
  const intervals = bootstrapIntervals(tallies, (drawn) => f1Of(drawn, names));
  const rows = names.map((name, i) => {
    const score = name === "stance_macro" ? undefined : figures.scores[name];
    const bar = bars?.[name];
    const [low, high] = intervals[i] ?? [0, 0];
    const reached = bar === undefined ? "" : (values[i] ?? 0) >= bar ? "yes" : "no";
    return row(
      name,
      fixed(values[i]),
      `${fixed(low)} to ${fixed(high)}`,
      fixed(score?.precision),
      fixed(score?.recall),
      bar ?? "",
      reached,
    );
  });
  const statements = documents.reduce((sum, document) => sum + document.statements.length, 0);
  return [
    `## ${set}/dev (${documents.length} documents, ${statements} statements)`,
    "",
    row("figure", "F1", "95% interval", "precision", "recall", "bar", "reached"),
    row(...Array(7).fill("---")),
    ...rows,
    "",
    ...breakdowns(measured),
    "",
    ...byLanguage(measured),
  ];
}

/** Figures of each language of a set, and the least of them as a share of their mean. */
function byLanguage({ documents, tallies }: Measured): string[] {
  const languages = documents.map(({ fields }) => String(fields?.language ?? ""));
  const known = [...new Set(languages)].filter(Boolean).sort();
  if (known.length < 2) return [];
  const names = ["statement", "speaker", "stance_macro", "quad"] as const;
  const lines = known.map((language) =>
    f1Of(
      tallies.filter((_, i) => languages[i] === language),
      names,
    ),
  );
  const columns = names.map((_, n) => lines.map((line) => line[n] ?? 0));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const least = columns.map((values) => (Math.min(...values) / mean(values) || 0).toFixed(2));
  return [
    row("language", ...names),
    row(...Array(names.length + 1).fill("---")),
    ...known.map((language, i) => row(language, ...lines[i]!.map(fixed))),
    row("mean", ...columns.map(mean).map(fixed)),
    row("least by mean", ...least),
    "",
  ];
}

function breakdowns({ documents, tallies }: Measured): string[] {
  const outcomes = tallies.flatMap((tally, i) =>
    tally.outcomes.map((outcome) => ({ outcome, document: documents[i]! })),
  );
  const of = new Map(outcomes.map(({ outcome, document }) => [outcome, document]));
  const textOf = (outcome: GoldOutcome) => of.get(outcome)?.text ?? "";
  const all = outcomes.map(({ outcome }) => outcome);
  const by: [string, (outcome: GoldOutcome) => string][] = [
    ["kind", (outcome) => quotedKinds(textOf(outcome))(outcome.gold.content)],
  ];
  const labelled: typeof by = [
    ["source form", (outcome) => sourceForm(outcome.gold, Array.from(textOf(outcome)))],
    ["chief stance", (outcome) => outcome.gold.targets[0]?.stance ?? "-"],
    ["speaker type", (outcome) => outcome.gold.speakerType ?? "-"],
  ];
  const columns: (keyof BreakdownRow)[] = ["statements", "found", "source"];
  if (documents.some(({ attributionOnly }) => !attributionOnly)) {
    by.push(...labelled);
    columns.push("speaker", "quad");
  }
  return [
    row("of gold", ...columns),
    row(...Array(columns.length + 1).fill("---")),
    ...by.flatMap(([name, groupOf]) =>
      breakdown(all, groupOf).map((one) =>
        row(`${name} ${one.group}`, ...columns.map((column) => shown(column, one))),
      ),
    ),
  ];
}

function shown(column: keyof BreakdownRow, one: BreakdownRow): string | number {
  return column === "statements" ? one.statements : fixed(Number(one[column]));
}

async function compareFloat(
  model: string,
  sets: { set: string; documents: LabelledDocument[] }[],
  int8: Measured[],
): Promise<string[]> {
  const head = ["## int8 against float", ""];
  const floats = await measureModel(model, "float", sets).catch((error: unknown) => {
    if (error instanceof StatementStanceError && error.code === "model-missing") return undefined;
    throw error;
  });
  if (!floats)
    return [
      ...head,
      "The float file is not at hand (`training/export.py` makes it), so this was not measured in this run.",
      "",
    ];
  const rows = int8.flatMap((measured, i) => {
    const names = figureNames(measured);
    const [a, b] = [f1Of(measured.tallies, names), f1Of(floats[i]!.tallies, names)];
    return names.map((name, k) =>
      row(`${measured.set} ${name}`, fixed(a[k]), fixed(b[k]), fixed((a[k] ?? 0) - (b[k] ?? 0))),
    );
  });
  return [...head, row("figure", "int8", "float", "difference"), row(...Array(4).fill("---")), ...rows, ""];
}

function fixed(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(1);
}
