import { type Command, Option } from "commander";
import { LABEL_FORMATS, type LabelFormat, readLabels, validateLabels } from "../labels/index.js";
import { openLabels, openTexts } from "./label-files.js";
import { exitCodeOf, reportError } from "./report.js";

interface ValidateFlags {
  readonly format?: LabelFormat;
  readonly texts?: string;
}

const EXAMPLES = `
Examples:
  $ statement-stance validate datasets/authored/dev.jsonl
  $ statement-stance validate project-export.json
  $ statement-stance validate brat/

It checks that offsets lie in the text, spans carry no white space at their edges, names are made of words that occur
in the text, and every statement has one to three targets within its content or cue. Each error is one line on standard
error, with file, line, document and statement; the exit code is then 65.`;

/** `statement-stance validate FILE…` */
export function registerValidate(program: Command): void {
  program
    .command("validate")
    .description("check labels of any format")
    .argument("<file...>", "files of labels, or folders of brat's; - is standard input")
    .addOption(
      new Option("--format <format>", "what the files are (default: as they look)").choices(LABEL_FORMATS),
    )
    .option("--texts <file>", "JSON lines with id and text, where a file has offsets only")
    .addHelpText("after", EXAMPLES)
    .action(validate);
}

async function validate(paths: string[], { format, texts }: ValidateFlags): Promise<void> {
  const known = openTexts(texts);
  for (const path of paths) {
    const labels = readLabels(openLabels(path), { format, texts: known });
    const faults = validateLabels(labels);
    for (const one of faults) reportError(one);
    const statements = labels.documents.reduce((sum, { document }) => sum + document.statements.length, 0);
    const counted = `${labels.documents.length} documents, ${statements} statements`;
    process.stdout.write(
      `${path}: ${counted}, ${faults.length === 0 ? "no errors" : `${faults.length} errors`}\n`,
    );
    if (faults[0]) process.exitCode = exitCodeOf(faults[0]);
  }
}
