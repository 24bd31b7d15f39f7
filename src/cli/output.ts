import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { finished } from "node:stream/promises";
import { StatementStanceError } from "../errors/index.js";

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
 * Standard output, or a file.
 * @throws file-unwritable, also when the file is one of the inputs, which would be lost
 */
export async function openOutput(path?: string, inputs: readonly string[] = []): Promise<Output> {
  if (path === undefined || path === "-") return standardOutput();
  const failed = (cause: unknown) => {
    const detail = `${path} cannot be written: ${(cause as Error).message}`;
    return new StatementStanceError("file-unwritable", detail, { file: path, cause });
  };
  if (inputs.some((input) => sameFile(input, path))) throw failed(new Error("it is an input as well"));
  const stream = createWriteStream(path);
  const broken = new Promise<never>((_resolve, reject) => {
    stream.once("error", (cause) => reject(failed(cause)));
  });
  broken.catch(() => {});
  await Promise.race([once(stream, "open"), broken]);
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

/** A reader that leaves (`| head`) ends the command quietly, as with any Unix tool. */
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
