import { basename } from "node:path";
import Table from "cli-table3";
import { type Command, InvalidArgumentError, Option } from "commander";
import { StatementStanceError } from "../errors/index.js";
import { type Annotator, agree } from "../evaluation/index.js";
import { LABEL_FORMATS, type LabelFormat, readSoundLabels } from "../labels/index.js";
import type { Agreement, Disagreement } from "../schemas/index.js";
import { openLabels, openTexts } from "./label-files.js";
import { openOutput } from "./output.js";
import { PLAIN_TABLE } from "./plain-table.js";

interface AgreementFlags {
  readonly format?: LabelFormat;
  readonly texts?: string;
  readonly json?: boolean;
  readonly disagreements: number;
}

const EXAMPLES = `
Examples:
  $ statement-stance agreement anna.jsonl ben.jsonl
  $ statement-stance agreement anna/ ben/ carla/ --disagreements 50
  $ statement-stance agreement label-studio-export.json --json

One file will do where it holds several annotators' labels, as an export of Label Studio may. Compared are the documents
that all annotators labelled; what each measure is stands in docs/evaluation.md.`;

/** `statement-stance agreement A B [C…]` */
export function registerAgreement(program: Command): void {
  program
    .command("agreement")
    .description("measure how far annotators agree, and list what they disagree on")
    .argument("<file...>", "each annotator's labels: a file, or a folder of brat's")
    .addOption(
      new Option("--format <format>", "what the files are (default: as they look)").choices(LABEL_FORMATS),
    )
    .option("--texts <file>", "JSON lines with id and text, where a file has offsets only")
    .option("--disagreements <count>", "how many to list", count, 20)
    .option("--json", "as JSON, with all disagreements")
    .addHelpText("after", EXAMPLES)
    .action(agreement);
}

async function agreement(paths: string[], flags: AgreementFlags): Promise<void> {
  const annotators = annotatorsOf(paths, flags);
  const result = agree(annotators);
  for (const { name, documents } of annotators) {
    const others = documents.length - result.documents;
    if (others > 0)
      process.stderr.write(
        `statement-stance: ${others} documents of ${name} are not everybody's; they are left out\n`,
      );
  }
  const output = await openOutput();
  await output.write(
    flags.json ? `${JSON.stringify(result, null, 2)}\n` : asText(result, flags.disagreements),
  );
}

function annotatorsOf(paths: readonly string[], { format, texts }: AgreementFlags): Annotator[] {
  const known = openTexts(texts);
  const read = paths.map((path) => ({
    path,
    labels: readSoundLabels(openLabels(path), { format, texts: known }),
  }));
  const [only] = read;
  if (read.length === 1 && only) {
    const { annotators } = only.labels;
    if (annotators.size < 2)
      throw new StatementStanceError(
        "invalid-option",
        `${only.path} holds one annotator's labels: two are needed`,
      );
    return [...annotators].map(([name, documents]) => ({ name, documents }));
  }
  const names = paths.map((path) => basename(path));
  return read.map(({ path, labels }, index) => ({
    name: names.indexOf(names[index]!) === names.lastIndexOf(names[index]!) ? names[index]! : path,
    documents: labels.documents.map(({ document }) => document),
  }));
}

function asText(
  { annotators, documents, spans, labels, pairs, disagreements }: Agreement,
  most: number,
): string {
  const table = (head: string[], rows: (string | number)[][]) => {
    const made = new Table({ head, ...PLAIN_TABLE });
    made.push(...rows);
    return made.toString();
  };
  const parts = [
    `${annotators.length} annotators, ${documents} documents`,
    table(
      ["annotator", "statements", "statement F1", "quad F1", "stance kappa"],
      annotators.map((one) => [
        one.annotator,
        one.statements,
        one.statementF1.toFixed(1),
        percent(one.quadF1),
        told(one.stanceKappa),
      ]),
    ),
    table(
      ["spans", "F1", "F1 of characters", "unitized alpha"],
      spans.map((one) => [one.part, percent(one.exact), percent(one.characters), told(one.unitizedAlpha)]),
    ),
    table(
      ["label", "items", "Krippendorff's alpha", "Fleiss' kappa", "Cohen's kappa"],
      labels.flatMap(({ label, items, alpha, fleiss, cohen, values }) => [
        [label, items, told(alpha), told(fleiss), told(cohen)],
        ...(label === "speaker"
          ? []
          : values.map((one) => [`  ${one.value}`, one.count, told(one.alpha), "", ""])),
      ]),
    ),
  ];
  if (pairs.length > 1) {
    const rows = pairs.map(({ annotators: [a, b], f1, kappa }) => [
      `${a}, ${b}`,
      percent(f1.statement ?? null),
      percent(f1.quad ?? null),
      told(kappa.stance ?? null),
      told(kappa["speaker type"] ?? null),
    ]);
    parts.push(table(["pair", "statement F1", "quad F1", "kappa of stance", "of speaker type"], rows));
  }
  const listed = disagreements.slice(0, most).map(disagreementLine);
  parts.push(`${disagreements.length} disagreements${listed.length > 0 ? ", the most useful first:" : ""}`);
  return `${[...parts, ...listed].join("\n\n")}\n`;
}

function disagreementLine({ kind, document, content, about, labels }: Disagreement): string {
  const said = Object.entries(labels).map(
    ([name, label]) => `  ${name}: ${oneLine(label ?? "(no statement)")}`,
  );
  return [`${kind}${about ? ` on ${about}` : ""}; ${document}: ${oneLine(content)}`, ...said].join("\n");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ");
const percent = (value: number | null): string => (value === null ? "-" : value.toFixed(1));
const told = (value: number | null): string => (value === null ? "-" : value.toFixed(3));

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError("a whole number from 0 is needed");
  return number;
}
