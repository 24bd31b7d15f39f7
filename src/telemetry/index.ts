/** Logs and metrics, for the outer layers only. */
export { createLogger, type Logger } from "./logger.js";
export { createMetrics, type Metrics, type WorkStats } from "./metrics.js";
export { startTracing, type Tracing } from "./tracing.js";
