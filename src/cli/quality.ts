import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { createClassifier, DEFAULT_MODEL } from "../classifier/index.js";
import { quotedKinds } from "../classifier/quoted-kind/index.js";
import { StatementStanceError } from "../errors/index.js";
import {
  breakdownShares,
  type EvaluatedDocument,
  evaluate,
  f1Of,
  pairDocuments,
} from "../evaluation/index.js";
import { predictDocuments, readGold } from "../labels/index.js";
import type { Evaluation, LabelledDocument } from "../schemas/index.js";
import { CORPORA, devFile } from "./dev-file.js";
import { markdownRow as row } from "./markdown-row.js";
import { modelOption } from "./model-option.js";
import { BARS, type Bar } from "./quality-bars.js";

const SETS = ["polnear", "stance", "authored", "authored_multilingual"] as const;

/** By what the report breaks figures down, of all that an evaluation tells. */
const BREAKDOWNS = ["kind", "source form", "chief stance", "speaker type"];

interface Measured {
  readonly set: string;
  readonly documents: readonly EvaluatedDocument[];
  readonly evaluation: Evaluation;
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
      const paired = pairDocuments(documents, await predictDocuments(classifier, documents));
      measured.push({ set, documents: paired, evaluation: evaluate(paired, quotedKinds) });
    }
    return measured;
  } finally {
    await classifier.close();
  }
}

function reportSet({ set, documents, evaluation }: Measured, bars: Bar | undefined): string[] {
  const rows = evaluation.figures.map(({ name, f1, precision, recall }) => {
    const bar = bars?.[name];
    const reached = bar === undefined ? "" : f1.value >= bar ? "yes" : "no";
    return row(
      name,
      fixed(f1.value),
      `${fixed(f1.low)} to ${fixed(f1.high)}`,
      fixed(precision?.value),
      fixed(recall?.value),
      bar ?? "",
      reached,
    );
  });
  return [
    `## ${set}/dev (${evaluation.documents} documents, ${evaluation.statements.gold} statements)`,
    "",
    row("figure", "F1", "95% interval", "precision", "recall", "bar", "reached"),
    row(...Array(7).fill("---")),
    ...rows,
    "",
    ...breakdownRows(evaluation),
    "",
    ...byLanguage(documents),
  ];
}

/** Figures of each language of a set, and the least of them as a share of their mean. */
function byLanguage(documents: readonly EvaluatedDocument[]): string[] {
  const languages = documents.map(({ gold }) => String(gold.fields?.language ?? ""));
  const known = [...new Set(languages)].filter(Boolean).sort();
  if (known.length < 2) return [];
  const names = ["statement", "speaker", "stance_macro", "quad"] as const;
  const lines = known.map((language) =>
    f1Of(
      documents.filter((_, i) => languages[i] === language).map(({ tally }) => tally),
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

function breakdownRows({ breakdown, attributionOnly }: Evaluation): string[] {
  const shares = breakdownShares(attributionOnly);
  return [
    row("of gold", "statements", ...shares),
    row(...Array(shares.length + 2).fill("---")),
    ...breakdown
      .filter(({ by }) => BREAKDOWNS.includes(by))
      .flatMap(({ by, groups }) =>
        groups.map((one) =>
          row(`${by} ${one.group}`, one.statements, ...shares.map((share) => fixed(one[share] ?? 0))),
        ),
      ),
  ];
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
  const rows = int8.flatMap(({ set, evaluation }, i) =>
    evaluation.figures.map(({ name, f1: { value } }, k) => {
      const float = floats[i]!.evaluation.figures[k]!.f1.value;
      return row(`${set} ${name}`, fixed(value), fixed(float), fixed(value - float));
    }),
  );
  return [...head, row("figure", "int8", "float", "difference"), row(...Array(4).fill("---")), ...rows, ""];
}

function fixed(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(1);
}
