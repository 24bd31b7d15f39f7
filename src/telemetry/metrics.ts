import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { DocumentResult, ModelIdentity } from "../schemas/index.js";

/** What the encoder tells of itself; the classifier's stats fit. */
export interface WorkStats {
  readonly workers: number;
  readonly waitingWindows: number;
  readonly waitingTokens: number;
  readonly doneWindows: number;
  readonly doneTokens: number;
  readonly inferenceMs: number;
}

/** What counts of a classifier. */
interface Classifies {
  classify(...given: never[]): Promise<DocumentResult>;
}

/** Everything that GET /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<"route" | "method" | "status">;
  readonly duration: Histogram<"route">;
  readonly refused: Counter<"reason">;
  /** The same classifier, which counts each document's statements and pieces, and how long it waited. */
  counting<Counted extends Classifies>(classifier: Counted): Counted;
}

const PREFIX = "statement_stance_";
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const TOKENS = [64, 128, 256, 512, 1024, 2048, 4096, 16_384, 65_536, 262_144];

/** Metrics of a service; among them are Node's own, with the delay of the event loop. */
export function createMetrics(model: ModelIdentity, stats: () => WorkStats): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  describeModel(registry, model);
  describeWork(registry, stats);
  return { registry, ...describeRequests(registry), counting: describeResults(registry) };
}

function describeModel(registry: Registry, { name, version }: ModelIdentity): void {
  new Gauge({
    name: `${PREFIX}model_info`,
    help: "The model that is loaded; always 1",
    labelNames: ["name", "version"],
    registers: [registry],
  })
    .labels(name, version)
    .set(1);
}

function describeWork(registry: Registry, stats: () => WorkStats): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: (now: WorkStats) => number) =>
    new Gauge({
      name: PREFIX + name,
      help,
      registers,
      collect() {
        this.set(read(stats()));
      },
    });
  const counter = (name: string, help: string, read: (now: WorkStats) => number) =>
    new Counter({
      name: PREFIX + name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read(stats()));
      },
    });
  gauge("workers", "Processes of the model that live", (now) => now.workers);
  gauge("queue_windows", "Windows that wait for the model", (now) => now.waitingWindows);
  gauge("queue_tokens", "Word pieces that wait for the model", (now) => now.waitingTokens);
  counter("windows_total", "Windows that the model has read", (now) => now.doneWindows);
  counter("tokens_total", "Word pieces that the model has read", (now) => now.doneTokens);
  counter(
    "inference_seconds_total",
    "Time that the model has worked, over all processes",
    (now) => now.inferenceMs / 1000,
  );
}

function describeRequests(registry: Registry): Pick<Metrics, "requests" | "duration" | "refused"> {
  const registers = [registry];
  return {
    requests: new Counter({
      name: `${PREFIX}requests_total`,
      help: "Requests that are over; status 499 where the client left before its answer",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    duration: new Histogram({
      name: `${PREFIX}request_seconds`,
      help: "Time from a request's headers to the end of its answer",
      labelNames: ["route"],
      buckets: SECONDS,
      registers,
    }),
    refused: new Counter({
      name: `${PREFIX}refused_total`,
      help: "Requests refused for want of room, or for their size",
      labelNames: ["reason"],
      registers,
    }),
  };
}

function describeResults(registry: Registry): Metrics["counting"] {
  const registers = [registry];
  const statements = new Counter({ name: `${PREFIX}statements_total`, help: "Statements found", registers });
  const tokens = new Histogram({
    name: `${PREFIX}document_tokens`,
    help: "Word pieces of a document's windows",
    buckets: TOKENS,
    registers,
  });
  const waiting = new Histogram({
    name: `${PREFIX}queue_seconds`,
    help: "Longest wait of a document's windows for the model",
    buckets: SECONDS,
    registers,
  });
  const observe = ({ statements: found, timing }: DocumentResult): void => {
    statements.inc(found.length);
    tokens.observe(timing.tokens);
    waiting.observe(timing.queueMs / 1000);
  };
  return (classifier) => {
    const classify = async (...given: never[]): Promise<DocumentResult> => {
      const result = await classifier.classify(...given);
      observe(result);
      return result;
    };
    return Object.assign(Object.create(classifier), { classify });
  };
}
