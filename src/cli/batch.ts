import { basename, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Classifier, createClassifier } from "../classifier/index.js";
import { StatementStanceError } from "../errors/index.js";
import { checkInputs, DEFAULT_ARCHIVE_OPTIONS, walkInputs } from "../formats/archives/index.js";
import {
  findInterrupted,
  JOB_LEASE_MS,
  type JobQueue,
  openQueue,
  ownerName,
  type Plan,
  type Reading,
  readPlan,
  runJob,
  takeOver,
  taskScorer,
} from "../jobs/index.js";
import type { Job } from "../schemas/index.js";
import type { Store, StoredJob } from "../store/index.js";
import { showProgress } from "./batch-progress.js";
import { modelOption } from "./model-option.js";
import { openGivenStore, tellWaiting, withQueue, withStore } from "./store-options.js";

interface BatchFlags {
  readonly store?: string;
  readonly queue?: string;
  readonly resume?: boolean;
  readonly maxErrors?: number;
  readonly textColumn: string;
  readonly idColumn: string;
  readonly titleColumn: string;
  readonly dateColumn: string;
  readonly urlColumn: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly model?: string;
  readonly workers?: number;
}

const BAD_DATA = 65;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

const EXAMPLES = `
Examples:
  $ statement-stance batch articles/ --store archive.sqlite
  $ statement-stance batch articles/ --store archive.sqlite --resume
  $ statement-stance batch 2023.csv.gz 2024.csv.gz --store archive.sqlite --text-column body --date-column published
  $ statement-stance batch crawl.warc.gz --store postgres://localhost/archive --queue redis://localhost

Inputs are folders of .txt and .html, .jsonl, .csv and .tsv (each also .gz or .zst), .zip, .tar, .tar.gz and .warc.gz.
Documents that the store holds already, with the same id and content, are skipped; changed ones are replaced. Stop it at
any moment, and go on with --resume. Documents that fail are listed by 'statement-stance errors'; the exit code is then
65.`;

/** `statement-stance batch INPUT…` */
export function registerBatch(program: Command): void {
  const { columns } = DEFAULT_ARCHIVE_OPTIONS;
  const command = program.command("batch").description("score an archive of documents into a store");
  withQueue(withStore(command), "a redis:// URL: other machines take part by 'statement-stance worker'")
    .argument("<input...>", "files and folders to read")
    .option("--resume", "go on with the last job over these inputs that did not come to its end")
    .option(
      "--max-errors <count>",
      "stop when more documents than this fail; with --resume it is as given anew",
      whole,
    )
    .option("--text-column <name>", "CSV column that holds the text", columns.text)
    .option("--id-column <name>", "CSV column that holds the document's id", columns.id)
    .option("--title-column <name>", "CSV column that holds the title", columns.title)
    .option("--date-column <name>", "CSV column that holds the date", columns.date)
    .option("--url-column <name>", "CSV column that holds the address", columns.url)
    .option("--delimiter <sign>", "between CSV columns (default: a comma; in .tsv a tab)")
    .option(
      "--encoding <name>",
      "of files that do not declare their own (default: UTF-8, nothing else is guessed)",
    )
    .addOption(modelOption())
    .option("-w, --workers <count>", "processes that run the model (default: one a core)", whole)
    .addHelpText("after", EXAMPLES)
    .action(batch);
}

async function batch(inputs: string[], flags: BatchFlags, command: Command): Promise<void> {
  await checkInputs(inputs);
  const store = await openGivenStore(flags.store);
  const opened: { close(): Promise<void> }[] = [store];
  try {
    const queue = await openQueue(store, flags.queue, { onWait: tellWaiting });
    opened.push(queue);
    const classifier = await createClassifier({ model: flags.model, workers: flags.workers });
    opened.push(classifier);
    const asked = planOf(inputs, flags);
    const job = flags.resume
      ? await goOn(store, asked, flags, command)
      : await begin(store, asked, inputs, flags);
    await runToEnd({ store, queue, classifier, plan: readPlan(job.plan), job });
  } finally {
    for (const part of opened.reverse()) await part.close();
  }
}

function planOf(inputs: readonly string[], flags: BatchFlags): Plan {
  const { textColumn: text, idColumn: id, titleColumn: title, dateColumn: date, urlColumn: url } = flags;
  const { delimiter, encoding } = flags;
  const columns = { text, id, title, date, url };
  return {
    inputs: inputs.map((input) => resolve(input)),
    options: { ...DEFAULT_ARCHIVE_OPTIONS, columns, delimiter, encoding },
    uploaded: null,
  };
}

const owner = ownerName();

async function begin(
  store: Store,
  plan: Plan,
  inputs: readonly string[],
  { maxErrors }: BatchFlags,
): Promise<StoredJob> {
  const name = inputs.map((input) => basename(resolve(input))).join(", ");
  const about = { name, plan: JSON.stringify(plan), maxErrors: maxErrors ?? null };
  return store.job(await store.createJob({ ...about, owner, leaseMs: JOB_LEASE_MS }));
}

/** A job is read to its end as it was begun: read otherwise, what is in its books already would be another document. */
async function goOn(
  store: Store,
  asked: Plan,
  { maxErrors }: BatchFlags,
  command: Command,
): Promise<StoredJob> {
  const job = await findInterrupted(store, asked);
  refuseOtherReading(job, asked, command);
  return takeOver(store, job.id, owner, { maxErrors: maxErrors ?? null });
}

/** @throws invalid-option where a flag that was given would read the inputs otherwise than the job does */
function refuseOtherReading({ id, plan }: StoredJob, asked: Plan, command: Command): void {
  const [begun, now] = [readingFlags(readPlan(plan)), readingFlags(asked)];
  for (const option of command.options) {
    const flag = option.attributeName();
    if (command.getOptionValueSource(flag) !== "cli" || begun[flag] === now[flag]) continue;
    const before = begun[flag] === undefined ? "without it" : `with '${begun[flag]}'`;
    throw new StatementStanceError(
      "invalid-option",
      `${option.long} ${now[flag]}: job ${id} was begun ${before}: leave it out, or begin anew without --resume`,
    );
  }
}

/** How a plan reads its inputs, by the flags that say it. */
function readingFlags({ options }: Plan): Readonly<Record<string, string | undefined>> {
  const { columns, delimiter, encoding } = options;
  const named = Object.entries(columns).map(([name, column]) => [`${name}Column`, column]);
  return { ...Object.fromEntries(named), delimiter, encoding };
}

interface Batch {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly classifier: Classifier;
  readonly plan: Plan;
  readonly job: StoredJob;
}

async function runToEnd({ store, queue, classifier, plan, job }: Batch): Promise<void> {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    process.exitCode = SIGNALS[signal as keyof typeof SIGNALS];
    stopping.abort();
  };
  for (const signal of Object.keys(SIGNALS)) process.once(signal, stop);
  process.stderr.write(`job ${job.id}: ${job.name}\n`);
  const progress = showProgress(process.stderr, measure(plan.inputs));
  let last: Reading | undefined;
  const onProgress = (now: Job, reading: Reading): void => {
    last = reading;
    progress.update(now, reading);
  };
  const concurrency = classifier.workers * 2;
  const worker = queue.work(taskScorer(store, classifier, tellWaiting), { concurrency, job: job.id });
  const running = { store, queue, owner, onWait: tellWaiting, onProgress };
  try {
    const ended = runJob(running, job.id, plan, stopping.signal);
    await Promise.race([ended, worker.failure]).catch(async (error) => {
      stopping.abort();
      await ended.catch(() => {});
      throw error;
    });
  } finally {
    await worker.drain();
    progress.end();
  }
  await report(store, job.id, last);
}

/** The size of the inputs, known after a while: a large archive is read while it is measured. */
function measure(inputs: readonly string[]): () => number {
  let total = 0;
  let known = false;
  const add = async (): Promise<void> => {
    for await (const input of walkInputs(inputs)) if (input.type === "file") total += input.size;
    known = true;
  };
  void add();
  return () => (known ? total : 0);
}

async function report(store: Store, id: number, reading: Reading | undefined): Promise<void> {
  const { state, counts } = await store.job(id);
  const lines = [
    `job ${id} ${state === "running" ? "was stopped; go on with --resume" : `is ${state}`}`,
    `  ${counts.scored} documents scored, ${counts.statements} statements found`,
    `  ${counts.unchanged} documents were in the store already`,
    `  ${counts.failed} documents failed${counts.failed > 0 ? `: statement-stance errors --job ${id}` : ""}`,
    ...(counts.waiting > 0 ? [`  ${counts.waiting} documents wait`] : []),
    ...(reading?.ignored ? [`  ${reading.ignored} files of other formats were passed over`] : []),
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
  if (counts.failed > 0) process.exitCode ??= BAD_DATA;
}

function whole(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError("a whole number is needed");
  return number;
}
