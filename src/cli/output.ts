import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { finished } from "node:stream/promises";
import { type ErrorCode, StatementStanceError } from "../errors/index.js";
import { exitCodeOf, reportError } from "./report.js";

/** Where a command writes its result. */
export interface Output {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  end(): Promise<void>;
  readonly columns: number;
  readonly isTerminal: boolean;
}

const USUAL_COLUMNS = 100;

/**
 * Standard output, or a file; `write` and `end` throw write-failed.
 * @throws file-unwritable, also when the file is one of the inputs, which would be lost
 */
export async function openOutput(path?: string, inputs: readonly string[] = []): Promise<Output> {
  if (path === undefined || path === "-") return standardOutput();
  if (inputs.some((input) => sameFile(input, path)))
    throw unwritable("file-unwritable", path, new Error("it is an input as well"));
  const stream = createWriteStream(path);
  let code: ErrorCode = "file-unwritable";
  const broken = new Promise<never>((_resolve, reject) => {
    stream.once("error", (cause) => reject(unwritable(code, path, cause)));
  });
  broken.catch(() => {});
  await Promise.race([once(stream, "open"), broken]);
  code = "write-failed";
  return {
    columns: USUAL_COLUMNS,
    isTerminal: false,
    async write(text) {
      const room = stream.write(text) ? undefined : once(stream, "drain");
      await Promise.race([room, broken]);
    },
    async end() {
      stream.end();
      await Promise.race([finished(stream), broken]);
    },
  };
}

function sameFile(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return Boolean(first?.isFile() && first.ino === second?.ino && first.dev === second?.dev);
}

function unwritable(code: ErrorCode, name: string, cause: Error): StatementStanceError {
  return new StatementStanceError(code, `${name} cannot be written: ${cause.message}`, { cause });
}

/**
 * Ends the process when its standard output does: quietly where the reader has left (`| head`), as any Unix tool does,
 * and with an error where the disk is full or broken.
 */
export function endWithStandardOutput(): void {
  process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code === "EPIPE") process.exit(0);
    const error = unwritable("write-failed", "standard output", cause);
    reportError(error);
    process.exit(exitCodeOf(error));
  });
}

function standardOutput(): Output {
  return {
    columns: process.stdout.columns ?? USUAL_COLUMNS,
    isTerminal: process.stdout.isTTY === true,
    async write(text) {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
    async end() {},
  };
}
