import type { Classifier } from "../classifier/index.js";
import type { Settings } from "../config/index.js";
import type { Logger, Metrics } from "../telemetry/index.js";

/** What the resources share. */
export interface ServiceContext {
  readonly classifier: Classifier;
  readonly settings: Settings;
  readonly log: Logger;
  readonly metrics: Metrics;
}
