import { type Command, InvalidArgumentError, Option } from "commander";
import { pMapIterable } from "p-map";
import { type Classifier, createClassifier } from "../classifier/index.js";
import { StatementStanceError } from "../errors/index.js";
import {
  csvHeader,
  csvRows,
  INPUT_FORMATS,
  type InputFormat,
  prettyDocument,
  type ReadDocument,
  readDocumentFile,
  readDocumentStream,
} from "../formats/index.js";
import type { DocumentResult, DocumentRow, OffsetUnit } from "../schemas/index.js";
import { type Output, openOutput } from "./output.js";
import { exitCodeOf, reportError } from "./report.js";

interface ClassifyFlags {
  readonly format?: "pretty" | "json" | "jsonl" | "csv";
  readonly input?: InputFormat;
  readonly output?: string;
  readonly target?: string[];
  readonly minConfidence: number;
  readonly offsetUnit: OffsetUnit;
  readonly sentences?: boolean;
  readonly model?: string;
  readonly workers?: number;
  readonly color: boolean;
}

type Answer = { row: DocumentRow; result: DocumentResult; name: string } | { error: unknown };

const EXAMPLES = `
Examples:
  $ statement-stance classify article.txt
  $ statement-stance classify page.html --target "Hakan Fidan" --format json
  $ curl -s https://example.org/news.html | statement-stance classify
  $ statement-stance classify archive.jsonl --output statements.jsonl
  $ statement-stance classify *.txt --format csv > statements.csv

A document that cannot be read is reported on standard error with its file and line; the others go on, and the exit
code is then not 0. Exit codes follow sysexits.h: 64 usage, 65 bad data, 66 no such file, 69 no model, 73 cannot write.`;

/** `statement-stance classify [FILE…]` */
export function registerClassify(program: Command): void {
  program
    .command("classify")
    .description("find every statement in texts, web pages or rows of JSON")
    .argument("[file...]", "files to read; standard input when there is none, or for -")
    .addOption(
      new Option("-f, --format <format>", "how to write the result").choices([
        "pretty",
        "json",
        "jsonl",
        "csv",
      ]),
    )
    .addOption(
      new Option("-i, --input <format>", "what the input is, when its name does not say so").choices(
        INPUT_FORMATS,
      ),
    )
    .option("-o, --output <file>", "write to a file instead of standard output")
    .option("-t, --target <name>", "give every statement's stance on this name (repeatable)", collect)
    .option("--min-confidence <share>", "leave out statements below this confidence, 0 to 1", share, 0)
    .addOption(
      new Option("--offset-unit <unit>", "how spans count: as JavaScript or as Python does")
        .choices(["utf16", "codepoint"])
        .default("utf16"),
    )
    .option("--sentences", "give each statement's sentence span")
    .option("-m, --model <name>", "a folder of models/, or a path to one")
    .option("-w, --workers <count>", "threads that run the model (default: one a core)", count)
    .option("--no-color", "no colours in pretty output")
    .addHelpText("after", EXAMPLES)
    .action(classifyFiles);
}

async function classifyFiles(files: string[], flags: ClassifyFlags): Promise<void> {
  const output = await openOutput(flags.output);
  const classifier = await createClassifier({ model: flags.model, workers: flags.workers });
  let exitCode = 0;
  try {
    const format = flags.format ?? (await usualFormat(files, flags, output));
    const answers = answersInOrder(classifier, readAll(files, flags.input), flags);
    exitCode = await writeAnswers(answers, format, flags, output);
    await output.end();
  } finally {
    await classifier.close();
  }
  process.exitCode = exitCode;
}

/** JSONL in gives JSONL out; everything else is for a person's eyes. */
async function usualFormat(
  files: string[],
  flags: ClassifyFlags,
  output: Output,
): Promise<"pretty" | "jsonl"> {
  const lines = (name: string) => /\.(jsonl|ndjson)$/i.test(name);
  const rows = flags.input === "jsonl" || (files.length > 0 && files.every(lines));
  return rows || lines(flags.output ?? "") || (!output.isTerminal && rows) ? "jsonl" : "pretty";
}

async function* readAll(files: string[], format?: InputFormat): AsyncGenerator<ReadDocument> {
  for (const file of files.length > 0 ? files : ["-"]) {
    if (file === "-") yield* readDocumentStream(process.stdin, "standard input", format);
    else yield* readDocumentFile(file, format);
  }
}

/** Classifies a few documents at a time, and gives the answers in the order of the documents. */
function answersInOrder(
  classifier: Classifier,
  documents: AsyncIterable<ReadDocument>,
  flags: ClassifyFlags,
): AsyncIterable<Answer> {
  const concurrency = classifier.stats().workers * 2;
  const targets = flags.target?.map((name) => ({ name }));
  return pMapIterable(documents, (read) => answer(classifier, read, targets, flags), { concurrency });
}

async function answer(
  classifier: Classifier,
  read: ReadDocument,
  targets: { name: string }[] | undefined,
  flags: ClassifyFlags,
): Promise<Answer> {
  if ("error" in read) return read;
  const { document, file, line } = read;
  try {
    const { minConfidence, offsetUnit, sentences = false } = flags;
    const result = await classifier.classify(
      { ...document, ...(targets && { targets }) },
      { minConfidence, offsetUnit, sentences },
    );
    return { row: document, result, name: file };
  } catch (error) {
    if (!(error instanceof StatementStanceError)) return { error };
    return {
      error: new StatementStanceError(error.code, error.message, {
        ...error.place,
        file,
        ...(line && { line }),
      }),
    };
  }
}

async function writeAnswers(
  answers: AsyncIterable<Answer>,
  format: "pretty" | "json" | "jsonl" | "csv",
  flags: ClassifyFlags,
  output: Output,
): Promise<number> {
  const colors =
    flags.color && !process.env.NO_COLOR && (output.isTerminal || Boolean(process.env.FORCE_COLOR));
  const pretty = { colors, width: output.columns };
  const json: unknown[] = [];
  let exitCode = 0;
  if (format === "csv") await output.write(csvHeader());
  for await (const one of answers) {
    if ("error" in one) {
      reportError(one.error);
      exitCode = exitCodeOf(one.error);
    } else if (format === "json") json.push(one.result);
    else await output.write(formatted(one, format, pretty));
  }
  if (format === "json")
    await output.write(`${JSON.stringify(json.length === 1 ? json[0] : { documents: json }, null, 2)}\n`);
  return exitCode;
}

function formatted(
  { row, result, name }: Extract<Answer, { row: unknown }>,
  format: "pretty" | "jsonl" | "csv",
  pretty: { colors: boolean; width: number },
): string {
  if (format === "csv") return csvRows(result);
  if (format === "pretty") return prettyDocument(result, { ...pretty, name });
  const { text: _text, targets: _targets, ...kept } = row;
  return `${JSON.stringify({ ...kept, id: row.id ?? null, language: result.document.language, statements: result.statements })}\n`;
}

function collect(value: string, before: string[] = []): string[] {
  if (value.trim() === "") throw new InvalidArgumentError("a name is needed");
  return [...before, value];
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError("a number from 0 to 1 is needed");
  return number;
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("a whole number from 1 is needed");
  return number;
}
