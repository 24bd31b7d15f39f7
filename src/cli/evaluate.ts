import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { createClassifier } from "../classifier/index.js";
import { quotedKinds } from "../classifier/quoted-kind/index.js";
import { StatementStanceError } from "../errors/index.js";
import {
  compareSystems,
  type EvaluatedDocument,
  evaluate,
  FIGURE_NAMES,
  type FigureName,
  pairDocuments,
} from "../evaluation/index.js";
import type { Report } from "../evaluation/report/index.js";
import { LABEL_FORMATS, type LabelFormat, predictDocuments, readSoundLabels } from "../labels/index.js";
import type { Comparison, Evaluation, LabelledDocument } from "../schemas/index.js";
import { comparisonText, evaluationText } from "./evaluation-tables.js";
import { openLabels, openTexts } from "./label-files.js";
import { modelOption } from "./model-option.js";
import { openOutput } from "./output.js";

type Bounds = ReadonlyMap<FigureName, number>;

interface EvaluateFlags {
  readonly goldFormat?: LabelFormat;
  readonly format?: LabelFormat;
  readonly texts?: string;
  readonly model?: string;
  readonly compare?: string;
  readonly failUnder?: Bounds;
  readonly json?: boolean;
  readonly report?: string;
}

const EXAMPLES = `
Examples:
  $ statement-stance evaluate datasets/authored/dev.jsonl
  $ statement-stance evaluate gold.jsonl predicted.jsonl
  $ statement-stance evaluate label-studio-export.json brat/ --json
  $ statement-stance evaluate gold.jsonl old.jsonl --compare new.jsonl
  $ statement-stance evaluate gold.jsonl --report report.html
  $ statement-stance evaluate gold.jsonl --fail-under quad=40,stance_macro=70

Either side may be our JSON lines, what "classify" writes, a Label Studio export, a folder of brat's, or CSV; without
PREDICTED the model itself is asked. The figures are F1 in percent, with 95% bootstrap intervals over documents; what
each means stands in docs/evaluation.md. With --fail-under the exit code is 1 when a figure is lower.`;

/** `statement-stance evaluate GOLD [PREDICTED]` */
export function registerEvaluate(program: Command): void {
  const format = (flags: string, of: string) =>
    new Option(flags, `what ${of} is (default: as it looks)`).choices(LABEL_FORMATS);
  program
    .command("evaluate")
    .description("measure predictions, or the model, against gold")
    .argument("<gold>", "labels to measure against: a file, or a folder of brat's")
    .argument("[predicted]", "labels to measure; the model's own when it is left out")
    .addOption(format("--gold-format <format>", "the gold"))
    .addOption(format("--format <format>", "the predicted"))
    .option("--texts <file>", "JSON lines with id and text, where the gold has offsets only")
    .addOption(modelOption())
    .option("--compare <other>", "other predictions on the same gold: a paired bootstrap test of the two")
    .option("--fail-under <figures>", "least F1 of figures, as quad=40,stance_macro=70", bounds)
    .option("--json", "as JSON, with all of the breakdown")
    .option("--report <file>", "also write a page of HTML: figures, charts, and every error to look at")
    .addHelpText("after", EXAMPLES)
    .action(evaluateFiles);
}

async function evaluateFiles(
  goldPath: string,
  predictedPath: string | undefined,
  flags: EvaluateFlags,
): Promise<void> {
  const gold = readSide(goldPath, "annotations", flags.goldFormat, openTexts(flags.texts));
  const texts = new Map(gold.map(({ id, text }) => [id, text]));
  const side = (path: string) => readSide(path, "predictions", flags.format, texts);
  const predicted = predictedPath ? side(predictedPath) : await askModel(gold, flags.model);
  const documents = pair(gold, predicted);
  const evaluation = evaluate(documents, quotedKinds);
  refuseUnmeasured(flags.failUnder, evaluation);
  const other = flags.compare === undefined ? undefined : pair(gold, side(flags.compare));
  const comparisons = other && compareSystems(documents, other);
  const names = [predictedPath ?? "the model", flags.compare ?? ""].map((path) => basename(path)) as [
    string,
    string,
  ];
  const output = await openOutput();
  await output.write(flags.json ? asJson(evaluation, comparisons) : asText(evaluation, comparisons, names));
  if (flags.report !== undefined) {
    const named = { gold: basename(goldPath), predicted: names[0], other: flags.compare && names[1] };
    await writeReport(flags.report, [goldPath, predictedPath ?? ""], {
      evaluation,
      documents,
      names: named,
      comparisons,
    });
  }
  failUnder(flags.failUnder, evaluation);
}

async function askModel(
  gold: readonly LabelledDocument[],
  model: string | undefined,
): Promise<LabelledDocument[]> {
  const classifier = await createClassifier({ model });
  try {
    return await predictDocuments(classifier, gold);
  } finally {
    await classifier.close();
  }
}

/** The charts' library is loaded only where a report is asked for. */
async function writeReport(path: string, inputs: readonly string[], report: Report): Promise<void> {
  const { reportPage } = await import("../evaluation/report/index.js");
  const output = await openOutput(path, inputs);
  await output.write(await reportPage(report));
  await output.end();
}

function readSide(
  path: string,
  prefer: "annotations" | "predictions",
  format: LabelFormat | undefined,
  texts: ReadonlyMap<string, string> | undefined,
): LabelledDocument[] {
  return readSoundLabels(openLabels(path), { prefer, format, texts }).documents.map(
    ({ document }) => document,
  );
}

function pair(
  gold: readonly LabelledDocument[],
  predicted: readonly LabelledDocument[],
): EvaluatedDocument[] {
  const documents = pairDocuments(gold, predicted);
  const others = predicted.length - documents.length;
  if (others > 0)
    process.stderr.write(
      `statement-stance: ${others} predicted documents are not in the gold; they are left out\n`,
    );
  return documents;
}

function asJson(evaluation: Evaluation, comparisons: readonly Comparison[] | undefined): string {
  return `${JSON.stringify({ ...evaluation, ...(comparisons && { comparisons }) }, null, 2)}\n`;
}

function asText(
  evaluation: Evaluation,
  comparisons: readonly Comparison[] | undefined,
  names: readonly [string, string],
): string {
  return evaluationText(evaluation) + (comparisons ? `\n${comparisonText(comparisons, names)}` : "");
}

function bounds(value: string): Bounds {
  const entries = value.split(",").map((part): [FigureName, number] => {
    const [name = "", least = ""] = part.split("=").map((one) => one.trim());
    const known = FIGURE_NAMES.find((one) => one === name);
    if (!known) throw new InvalidArgumentError(`${name} is not one of ${FIGURE_NAMES.join(", ")}`);
    if (least === "" || !(Number(least) >= 0 && Number(least) <= 100))
      throw new InvalidArgumentError(`${name} needs a number from 0 to 100`);
    return [known, Number(least)];
  });
  return new Map(entries);
}

/** A bound on a figure that the gold cannot give would pass unseen. */
function refuseUnmeasured(least: Bounds | undefined, { figures }: Evaluation): void {
  for (const name of least?.keys() ?? []) {
    if (!figures.some((one) => one.name === name))
      throw new StatementStanceError(
        "invalid-option",
        `--fail-under: ${name} is not measured: the labels have no speakers and targets`,
      );
  }
}

/** @throws figure-too-low */
function failUnder(least: Bounds | undefined, { figures }: Evaluation): void {
  const low = figures.filter(({ name, f1 }) => f1.value < (least?.get(name as FigureName) ?? 0));
  if (low.length === 0) return;
  const told = low.map(
    ({ name, f1 }) => `${name} is ${f1.value.toFixed(1)}, and must be ${least!.get(name as FigureName)}`,
  );
  throw new StatementStanceError("figure-too-low", told.join("; "));
}
