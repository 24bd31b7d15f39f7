import { Gauge, type Registry } from "prom-client";
import type { QueueFigures } from "../store/index.js";
import type { JobQueue } from "./queue.js";

const GAUGES = [
  ["documents_waiting", "Documents that wait for a worker", ({ waiting }: QueueFigures) => waiting],
  ["documents_active", "Documents that workers have in hand", ({ active }: QueueFigures) => active],
  ["documents_dead", "Documents given up after all attempts", ({ dead }: QueueFigures) => dead],
  [
    "documents_lag_seconds",
    "How long the oldest waiting document waits",
    ({ lagMs }: QueueFigures) => lagMs / 1000,
  ],
] as const;

/** Shows a queue's depth and lag among a registry's metrics. A queue that does not answer shows nothing. */
export function registerQueueMetrics(registry: Registry, queue: JobQueue): void {
  for (const [name, help, value] of GAUGES) {
    new Gauge({
      name: `statement_stance_${name}`,
      help,
      registers: [registry],
      async collect() {
        const figures = await queue.figures().catch(() => undefined);
        this.set(figures ? value(figures) : Number.NaN);
      },
    });
  }
}
