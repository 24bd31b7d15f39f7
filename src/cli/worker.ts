import { createServer } from "node:http";
import { type Command, InvalidArgumentError } from "commander";
import { createClassifier } from "../classifier/index.js";
import { openQueue, registerQueueMetrics, taskScorer } from "../jobs/index.js";
import { createLogger, createMetrics, type Metrics } from "../telemetry/index.js";
import { modelOption } from "./model-option.js";
import { openGivenStore, withQueue, withStore } from "./store-options.js";

interface WorkerFlags {
  readonly store?: string;
  readonly queue?: string;
  readonly model?: string;
  readonly workers?: number;
  readonly metricsPort?: number;
}

const EXAMPLES = `
Examples:
  $ statement-stance worker --store postgres://db/archive --queue redis://queue
  $ statement-stance worker --store postgres://db/archive --queue redis://queue --metrics-port 9100

Start as many as wanted, on as many machines; 'batch' and 'serve' with the same --store and --queue give them work.
SIGTERM ends one after the documents that it has in hand. See docs/operations.md.`;

/** `statement-stance worker` */
export function registerWorker(program: Command): void {
  const command = program
    .command("worker")
    .description("score documents that other processes put into the queue");
  withQueue(withStore(command), "a redis:// URL; without it the queue in the store")
    .addOption(modelOption())
    .option("-w, --workers <count>", "processes that run the model (default: one a core)", number)
    .option("--metrics-port <port>", "show metrics for Prometheus at this port", number)
    .addHelpText("after", EXAMPLES)
    .action(work);
}

async function work(flags: WorkerFlags): Promise<void> {
  const log = createLogger("info");
  const onWait = (error: Error): void => log.warn({ reason: error.message }, "waiting");
  const store = await openGivenStore(flags.store);
  const queue = await openQueue(store, flags.queue, { onWait });
  const classifier = await createClassifier({ model: flags.model, workers: flags.workers });
  const metrics = createMetrics(classifier.model, () => classifier.stats());
  registerQueueMetrics(metrics.registry, queue);
  const server = flags.metricsPort === undefined ? undefined : showMetrics(metrics, flags.metricsPort);
  const worker = queue.work(taskScorer(store, metrics.counting(classifier), onWait), {
    concurrency: classifier.workers * 2,
  });
  log.info({ store: store.place, model: classifier.model }, "working");
  try {
    await Promise.race([terminated(), worker.failure]);
    log.info("stopping: documents in hand are ended first");
  } finally {
    await worker.drain();
    server?.close();
    await queue.close();
    await classifier.close();
    await store.close();
  }
  log.info("stopped");
}

function terminated(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve());
  });
}

function showMetrics({ registry }: Metrics, port: number) {
  return createServer(async (_request, response) => {
    response.setHeader("content-type", registry.contentType).end(await registry.metrics());
  }).listen(port);
}

function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() === "" || !Number.isInteger(parsed) || parsed < 0)
    throw new InvalidArgumentError("a whole number is needed");
  return parsed;
}
