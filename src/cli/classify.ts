import { type Command, InvalidArgumentError, Option } from "commander";
import { pMapIterable } from "p-map";
import { type Classifier, createClassifier } from "../classifier/index.js";
import {
  INPUT_FORMATS,
  type InputFormat,
  placedError,
  placeName,
  type ReadDocument,
  type UnreadableDocument,
} from "../formats/index.js";
import { languageWarning } from "../formats/pretty/index.js";
import type { DocumentInput, DocumentResult, OffsetUnit } from "../schemas/index.js";
import { modelOption } from "./model-option.js";
import { openOutput } from "./output.js";
import { readFiles } from "./read-files.js";
import { exitCodeOf, reportError } from "./report.js";
import { RESULT_FORMATS, type ResultFormat, resultWriter, usualFormat } from "./result-writer.js";

export interface ClassifyFlags {
  readonly format?: ResultFormat;
  readonly input?: InputFormat;
  readonly encoding?: string;
  readonly output?: string;
  readonly target: string[];
  readonly minConfidence: number;
  readonly offsetUnit: OffsetUnit;
  readonly sentences: boolean;
  readonly model?: string;
  readonly workers?: number;
  readonly color: boolean;
}

type Answer = { readonly read: ReadDocument; readonly result: DocumentResult } | UnreadableDocument;

const EXAMPLES = `
Examples:
  $ statement-stance classify article.txt
  $ statement-stance classify page.html --target "Hakan Fidan" --format json
  $ curl -s https://example.org/news.html | statement-stance classify
  $ statement-stance classify rows.jsonl --output statements.jsonl
  $ statement-stance classify *.txt --format csv > statements.csv

JSON, JSON lines and CSV hold a document a row: its "text", and where there are "id", "title", "date", "url". Other
fields are given back. JSON lines in gives JSON lines out, in the same order: each row as it was, without its text, with
"detectedLanguage" and "statements". CSV in gives CSV out. In JSON output "language" of a document is the one that was
detected, and "rowLanguage" what its row says. A document without an id is called by its file and line. Spans count in
the text that was read; of a web page that is the article, which JSON output holds as "text".

What the input is, its name or its beginning says; a single row of JSON lines on standard input looks like JSON: give
--input jsonl where a single row may come. CSV on standard input looks like text: give --input csv.

A document that cannot be read is named on standard error with its file and line, and the others go on. The exit code
is then that of the first error, after sysexits.h: 64 usage, 65 bad data, 66 no such file, 69 no model, 73 cannot write,
74 cannot write to the end.`;

/** Documents in work at a time, a worker: enough that none waits, and few enough that little is held. */
const DOCUMENTS_A_WORKER = 4;

/** `statement-stance classify [FILE…]` */
export function registerClassify(program: Command): void {
  program
    .command("classify")
    .description("find every statement in texts, web pages, or rows of JSON or CSV")
    .argument("[file...]", "files to read; standard input when there is none, or for -")
    .addOption(choice("-f, --format <format>", "how to write the result", RESULT_FORMATS))
    .addOption(
      choice("-i, --input <format>", "what the input is, when its name does not say so", INPUT_FORMATS),
    )
    .option("-e, --encoding <name>", "encoding of the input (default: UTF-8, or what it declares)", encoding)
    .option("-o, --output <file>", "write to a file instead of standard output")
    .option("-t, --target <name>", "give every statement's stance on this name (repeatable)", collect, [])
    .option("--min-confidence <share>", "leave out statements below this confidence, 0 to 1", share, 0)
    .addOption(
      choice("--offset-unit <unit>", "how spans count: as JavaScript or as Python does", [
        "utf16",
        "codepoint",
      ]).default("utf16"),
    )
    .option("--sentences", "give each statement's sentence span", false)
    .addOption(modelOption())
    .option("-w, --workers <count>", "processes that run the model (default: one a core)", count)
    .option("--no-color", "no colours in pretty output")
    .addHelpText("after", EXAMPLES)
    .action(classifyFiles);
}

async function classifyFiles(files: string[], flags: ClassifyFlags): Promise<void> {
  const classifier = await createClassifier({ model: flags.model, workers: flags.workers });
  try {
    const input = await readFiles(files.length > 0 ? files : ["-"], flags);
    const output = await openOutput(flags.output, files);
    const format = flags.format ?? usualFormat(input.formats, flags.output);
    const writer = resultWriter(format, flags, files.length > 1, output);
    let exitCode = 0;
    let alone = false;
    for await (const answer of answersInOrder(classifier, input.documents, flags)) {
      if ("error" in answer) {
        reportError(answer.error);
        exitCode ||= exitCodeOf(answer.error);
        alone = answer.alone;
      } else {
        alone = answer.read.alone;
        if (format === "csv") warnOfLanguage(answer.read, answer.result);
        await writer.write(answer.read, answer.result);
      }
    }
    await writer.end(alone);
    await output.end();
    process.exitCode = exitCode;
  } finally {
    await classifier.close();
  }
}

/** A text without statements leaves no row that could tell its language. */
function warnOfLanguage({ file, line }: ReadDocument, { document, model }: DocumentResult): void {
  const warning = languageWarning(document.language, model);
  const place = line === undefined ? file : `${file}:${line}`;
  if (warning) process.stderr.write(`statement-stance: ${place}: ${warning}\n`);
}

/** Classifies a few documents at a time, and gives the answers in the order of the documents. */
function answersInOrder(
  classifier: Classifier,
  documents: AsyncIterable<ReadDocument | UnreadableDocument>,
  flags: ClassifyFlags,
): AsyncIterable<Answer> {
  const concurrency = classifier.workers * DOCUMENTS_A_WORKER;
  return pMapIterable(documents, (read) => ("error" in read ? read : answer(classifier, read, flags)), {
    concurrency,
  });
}

async function answer(classifier: Classifier, read: ReadDocument, flags: ClassifyFlags): Promise<Answer> {
  try {
    const { minConfidence, offsetUnit, sentences } = flags;
    const options = { minConfidence, offsetUnit, sentences };
    const result = await classifier.classify(documentOf(read, flags.target), options);
    return { read, result: named(result, read) };
  } catch (error) {
    return { error: placedError(error, read), alone: read.alone };
  }
}

/** Rows of several documents must be told apart, also where these have no ids. */
function named(result: DocumentResult, read: ReadDocument): DocumentResult {
  const { document } = result;
  return { ...result, document: { ...document, id: document.id ?? placeName(read) } };
}

/** The fields that the classifier knows, and the targets of the row and of the command line. */
function documentOf({ row }: ReadDocument, names: readonly string[]): DocumentInput {
  const { id, text, title, date, url, targets = [] } = row;
  return { id, text, title, date, url, targets: asked(targets, names) };
}

function asked(targets: NonNullable<DocumentInput["targets"]>, names: readonly string[]) {
  const all = [...targets, ...names.map((name) => ({ name }))];
  return all.length > 0 ? all : undefined;
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

function collect(value: string, before: string[]): string[] {
  if (value.trim() === "") throw new InvalidArgumentError("a name is needed");
  return [...before, value];
}

function encoding(value: string): string {
  try {
    return new TextDecoder(value).encoding;
  } catch {
    throw new InvalidArgumentError(
      "it is not known; try utf-8, utf-16le, windows-1252, windows-1251, gb18030",
    );
  }
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
