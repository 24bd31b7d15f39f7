import { createServer, type Server } from "node:http";
import type { Command } from "commander";
import { createClassifier } from "../classifier/index.js";
import { loadWorkerSettings, type SettingName, WorkerSettings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";
import { openQueue, registerQueueMetrics, taskScorer } from "../jobs/index.js";
import { createLogger, createMetrics, type Metrics } from "../telemetry/index.js";
import { naming } from "./naming.js";
import { withSettings } from "./setting-options.js";
import { openGivenStore } from "./store-options.js";

/** As `batch` has them. */
const SHORT_FLAGS = { store: "-s", model: "-m", workers: "-w" };

const EXAMPLES = `
Examples:
  $ statement-stance worker --store postgres://db/archive --queue redis://queue
  $ statement-stance worker --store postgres://db/archive --queue redis://queue --metrics-port 9100

Start as many as wanted, on as many machines; 'batch' and 'serve' with the same --store and --queue give them work. Every
option is also an environment variable and a key of a settings file: see docs/configuration.md. SIGTERM ends one after the
documents that it has in hand. See docs/operations.md.`;

/** `statement-stance worker` */
export function registerWorker(program: Command): void {
  const command = program
    .command("worker")
    .description("score documents that other processes put into the queue");
  withSettings(command, WorkerSettings, SHORT_FLAGS).addHelpText("after", EXAMPLES).action(work);
}

async function work(flags: Partial<Record<SettingName, string>>): Promise<void> {
  const settings = loadWorkerSettings(process.env, flags);
  const { model, workers, maxTextLength } = settings;
  const log = createLogger(settings.logLevel);
  const onWait = (error: Error): void => log.warn({ reason: error.message }, "waiting");
  const opened: { close(): unknown }[] = [];
  try {
    const store = await naming("store", () => openGivenStore(settings.store));
    opened.push(store);
    const queue = await naming("queue", () => openQueue(store, settings.queue, { onWait }));
    opened.push(queue);
    const classifier = await naming("model", () => createClassifier({ model, workers, maxTextLength }));
    opened.push(classifier);
    const metrics = createMetrics(classifier.model, () => classifier.stats());
    registerQueueMetrics(metrics.registry, queue);
    const { metricsPort } = settings;
    if (metricsPort) opened.push(await naming("metricsPort", () => showMetrics(metrics, metricsPort)));
    const worker = queue.work(taskScorer(store, metrics.counting(classifier), onWait), {
      concurrency: classifier.workers * 2,
    });
    opened.push({ close: () => worker.drain() });
    log.info({ store: store.place, model: classifier.model }, "working");
    await Promise.race([terminated(), worker.failure]);
    log.info("stopping: documents in hand are ended first");
  } finally {
    for (const part of opened.reverse()) await part.close();
  }
  log.info("stopped");
}

function terminated(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve());
  });
}

/** @throws invalid-configuration where the port cannot be had */
function showMetrics({ registry }: Metrics, port: number): Promise<Server> {
  const server = createServer(async (_request, response) => {
    response.setHeader("content-type", registry.contentType).end(await registry.metrics());
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const detail = `cannot listen on ${port}: ${cause.code}`;
      reject(new StatementStanceError("invalid-configuration", detail, { cause }));
    });
    server.listen(port, () => resolve(server));
  });
}
