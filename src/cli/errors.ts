import { type Command, InvalidArgumentError } from "commander";
import { StatementStanceError } from "../errors/index.js";
import type { JobError } from "../schemas/index.js";
import type { Store } from "../store/index.js";
import { openOutput } from "./output.js";
import { openGivenStore, tellWaiting, withQueue, withStore } from "./store-options.js";

interface ErrorsFlags {
  readonly store?: string;
  readonly job?: number;
  readonly json?: boolean;
  readonly retry?: boolean;
  readonly queue?: string;
}

const STEP = 500;

const EXAMPLES = `
Examples:
  $ statement-stance errors --store archive.sqlite
  $ statement-stance errors --job 3 --json > failed.jsonl
  $ statement-stance errors --job 3 --retry && statement-stance batch articles/ --resume

Documents that the model could not be asked about, after all attempts, are kept as dead letters: --retry puts them back
into the queue.`;

/** `statement-stance errors` */
export function registerErrors(program: Command): void {
  const command = program.command("errors").description("list documents that failed, with their place");
  withQueue(withStore(command), "the redis:// URL that the job ran with")
    .option("--job <number>", "of one job", job)
    .option("--json", "as JSON lines")
    .option("--retry", "put a job's dead letters back into the queue")
    .addHelpText("after", EXAMPLES)
    .action(errors);
}

async function errors(flags: ErrorsFlags): Promise<void> {
  const store = await openGivenStore(flags.store);
  try {
    if (flags.retry) await retry(store, flags);
    else await list(store, flags);
  } finally {
    await store.close();
  }
}

async function list(store: Store, { job: id, json }: ErrorsFlags): Promise<void> {
  const output = await openOutput();
  if (id !== undefined) await store.job(id);
  let after = 0;
  for (;;) {
    const page = await store.errors({ job: id, after, limit: STEP });
    for (const error of page) await output.write(json ? `${JSON.stringify(error)}\n` : line(error));
    if (page.length < STEP) return;
    after = id === undefined ? after + page.length : page.at(-1)!.number;
  }
}

function line({ job: id, file, line: number, document, code, detail, retryable }: JobError): string {
  const place = file === null ? document : `${file}${number === null ? "" : `:${number}`}`;
  return `job ${id}: ${place}: ${detail} [${code}]${retryable ? " (dead letter)" : ""}\n`;
}

async function retry(store: Store, { job: id, queue: url }: ErrorsFlags): Promise<void> {
  if (id === undefined)
    throw new StatementStanceError("invalid-option", "--retry needs --job: of which job are they?");
  const { openQueue } = await import("../jobs/index.js");
  const queue = await openQueue(store, url, { onWait: tellWaiting });
  try {
    await store.job(id);
    const revived = await queue.revive(id);
    process.stderr.write(
      `job ${id}: ${revived} documents are in the queue again; go on with batch --resume\n`,
    );
  } finally {
    await queue.close();
  }
}

function job(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("a job's number is needed");
  return number;
}
