import { StatementStanceError } from "../errors/index.js";
import {
  formatOfName,
  type InputFormat,
  type OpenInput,
  openInput,
  type ReadDocument,
  readDocuments,
  type UnreadableDocument,
} from "../formats/index.js";

export interface FileInput {
  /** What each file is, as far as its name or, of the first, its beginning tells. */
  readonly formats: readonly (InputFormat | undefined)[];
  readonly documents: AsyncIterable<ReadDocument | UnreadableDocument>;
}

interface ReadingFlags {
  readonly input?: InputFormat;
  readonly encoding?: string;
}

/** The documents of files, one file after the other; `-` is standard input. The first is opened at once. */
export async function readFiles(
  [first = "-", ...rest]: readonly string[],
  flags: ReadingFlags,
): Promise<FileInput> {
  const begun = await tryOpen(first, flags.input);
  const firstFormat = "error" in begun ? (flags.input ?? formatOfName(first)) : begun.format;
  return {
    formats: [firstFormat, ...rest.map((file) => flags.input ?? formatOfName(file))],
    documents: readInTurn(begun, rest, flags),
  };
}

async function* readInTurn(
  first: OpenInput | UnreadableDocument,
  rest: readonly string[],
  { input, encoding }: ReadingFlags,
): AsyncGenerator<ReadDocument | UnreadableDocument> {
  yield* readOpen(first, encoding);
  for (const file of rest) yield* readOpen(await tryOpen(file, input), encoding);
}

async function* readOpen(input: OpenInput | UnreadableDocument, encoding?: string) {
  if ("error" in input) yield input;
  else yield* readDocuments(input, encoding);
}

async function tryOpen(file: string, format?: InputFormat): Promise<OpenInput | UnreadableDocument> {
  try {
    return await openInput(file === "-" ? standardInput() : file, format);
  } catch (error) {
    if (error instanceof StatementStanceError) return { error, alone: true };
    throw error;
  }
}

function standardInput() {
  if (process.stdin.isTTY)
    process.stderr.write("statement-stance: reading a text from the terminal; end it with Ctrl-D\n");
  return { name: "standard input", stream: process.stdin };
}
