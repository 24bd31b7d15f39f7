import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ModelIdentity } from "../schemas/index.js";

/** What the encoder tells of itself; the classifier's stats fit. */
export interface WorkStats {
  readonly workers: number;
  readonly waitingWindows: number;
  readonly waitingTokens: number;
  readonly doneWindows: number;
  readonly doneTokens: number;
  readonly inferenceMs: number;
}

/** Everything that GET /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<"route" | "method" | "status">;
  readonly duration: Histogram<"route">;
  readonly statements: Counter;
  readonly refused: Counter<"reason">;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(model: ModelIdentity, stats: () => WorkStats): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Among the defaults is the delay of the event loop.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "statement_stance_model_info",
    help: "The model that is loaded",
    labelNames: ["name", "version"],
    registers,
  })
    .labels(model.name, model.version)
    .set(1);
  const read = (name: string, help: string, value: (now: WorkStats) => number) =>
    new Gauge({
      name: `statement_stance_${name}`,
      help,
      registers,
      collect() {
        this.set(value(stats()));
      },
    });
  read("workers", "Threads that run the model", (now) => now.workers);
  read("queue_windows", "Windows that wait for the model", (now) => now.waitingWindows);
  read("queue_tokens", "Word pieces that wait for the model", (now) => now.waitingTokens);
  read("windows_total", "Windows that the model has read", (now) => now.doneWindows);
  read("tokens_total", "Word pieces that the model has read", (now) => now.doneTokens);
  read(
    "inference_seconds_total",
    "Time that the model has worked, over all threads",
    (now) => now.inferenceMs / 1000,
  );
  return {
    registry,
    requests: new Counter({
      name: "statement_stance_requests_total",
      help: "Answered requests",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    duration: new Histogram({
      name: "statement_stance_request_seconds",
      help: "Time to the answer",
      labelNames: ["route"],
      buckets: SECONDS,
      registers,
    }),
    statements: new Counter({
      name: "statement_stance_statements_total",
      help: "Statements found",
      registers,
    }),
    refused: new Counter({
      name: "statement_stance_refused_total",
      help: "Requests refused before any work",
      labelNames: ["reason"],
      registers,
    }),
  };
}
