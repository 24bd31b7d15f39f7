import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { StatementStanceError } from "../errors/index.js";

/** Where a command writes its result. */
export interface Output {
  write(text: string): Promise<void>;
  end(): Promise<void>;
  readonly columns: number;
  readonly isTerminal: boolean;
}

const USUAL_COLUMNS = 100;

/** Standard output, or a file. A reader that leaves (`| head`) ends the command quietly, as with any Unix tool. */
export async function openOutput(path?: string): Promise<Output> {
  if (path === undefined || path === "-") return standardOutput();
  const stream = createWriteStream(path);
  const failed = (cause: unknown) =>
    new StatementStanceError(
      "file-unwritable",
      `${path} cannot be written: ${String((cause as Error).message)}`,
      { file: path, cause },
    );
  await once(stream, "open").catch((cause: unknown) => {
    throw failed(cause);
  });
  let problem: unknown;
  stream.on("error", (error) => {
    problem = error;
  });
  return {
    columns: USUAL_COLUMNS,
    isTerminal: false,
    async write(text) {
      if (problem) throw failed(problem);
      if (!stream.write(text))
        await Promise.race([once(stream, "drain"), once(stream, "error")]).catch((e: unknown) =>
          Promise.reject(failed(e)),
        );
    },
    async end() {
      stream.end();
      await finished(stream).catch((cause: unknown) => {
        throw failed(cause);
      });
    },
  };
}

function standardOutput(): Output {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    columns: process.stdout.columns ?? USUAL_COLUMNS,
    isTerminal: process.stdout.isTTY === true,
    async write(text) {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
    async end() {},
  };
}
