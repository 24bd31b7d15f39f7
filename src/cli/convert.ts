import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { StatementStanceError } from "../errors/index.js";
import {
  LABEL_FORMATS,
  type LabelFormat,
  labelsLeftOut,
  lossesOf,
  readSoundLabels,
  WRITTEN_FORMATS,
  type WrittenFormat,
  writeLabels,
} from "../labels/index.js";
import { openLabels, openTexts } from "./label-files.js";

interface ConvertFlags {
  readonly from?: LabelFormat;
  readonly to?: WrittenFormat;
  readonly as?: "annotations" | "predictions";
  readonly texts?: string;
}

const EXAMPLES = `
Examples:
  $ statement-stance convert gold.jsonl gold.csv
  $ statement-stance convert gold.jsonl brat/ --to brat
  $ statement-stance classify news.jsonl -o labels.jsonl
  $ statement-stance convert labels.jsonl tasks.json --to label-studio --texts news.jsonl
  $ statement-stance convert project-export.json gold.jsonl

Formats: gold (our JSON lines), classify (what "classify" writes; read only), label-studio (JSON), brat (a folder of
.txt and .ann files), csv. Label Studio projects need the labelling configuration docs/label-studio.xml; predictions
go to it as pre-annotations. What a format cannot hold is told on standard error.`;

/** `statement-stance convert IN OUT` */
export function registerConvert(program: Command): void {
  program
    .command("convert")
    .description("bring labels from one format into another, and say what is lost")
    .argument("<in>", "a file of labels, or a folder of brat's; - is standard input")
    .argument("<out>", "the file to write, or brat's folder; - is standard output")
    .addOption(
      new Option("--from <format>", "what the input is (default: as it looks)").choices(LABEL_FORMATS),
    )
    .addOption(
      new Option("--to <format>", "what to write (default: as the name says)").choices(WRITTEN_FORMATS),
    )
    .addOption(
      new Option(
        "--as <kind>",
        "of Label Studio: finished annotations, or predictions to start from",
      ).choices(["annotations", "predictions"]),
    )
    .option("--texts <file>", "JSON lines with id and text, where the input has offsets only")
    .addHelpText("after", EXAMPLES)
    .action(convert);
}

async function convert(from: string, to: string, flags: ConvertFlags): Promise<void> {
  const format = flags.to ?? formatOfTarget(to);
  const input = openLabels(from);
  const labels = readSoundLabels(input, { format: flags.from, texts: openTexts(flags.texts) });
  const documents = labels.documents.map(({ document }) => document);
  const predicted = documents.some(
    ({ model, statements }) => model || statements.some((one) => one.confidence),
  );
  const as = flags.as ?? (predicted ? "predictions" : "annotations");
  const files = writeLabels(documents, format, { as });
  save(files, to, format, [...input.files.keys()]);
  for (const { what, count } of lossesOf(documents, files, format))
    process.stderr.write(`statement-stance: ${format} does not hold: ${what} (${count})\n`);
  const others = [...labelsLeftOut(labels)].map(([name, { length }]) => `${name} (${length})`);
  if (others.length > 0)
    process.stderr.write(
      `statement-stance: each document has one annotator's labels; left out are documents of ${others.join(", ")}\n`,
    );
}

function formatOfTarget(path: string): WrittenFormat {
  if (path.endsWith(".csv")) return "csv";
  if (path.endsWith(".json")) return "label-studio";
  if (path.endsWith(".jsonl") || path === "-") return "gold";
  if (path.endsWith("/")) return "brat";
  throw new StatementStanceError("unknown-format", `${path}: the name does not say the format; give --to`, {
    file: path,
  });
}

function save(
  files: ReadonlyMap<string, string>,
  to: string,
  format: WrittenFormat,
  inputs: readonly string[],
): void {
  if (to === "-" && format !== "brat") {
    process.stdout.write([...files.values()][0]!);
    return;
  }
  for (const [name, content] of files) {
    const path = format === "brat" ? join(to, name) : to;
    try {
      if (inputs.includes(path)) throw new Error("it is the input as well");
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    } catch (cause) {
      const detail = `${path} cannot be written: ${(cause as Error).message}`;
      throw new StatementStanceError("file-unwritable", detail, { file: path, cause });
    }
  }
}
