import type { Tracer } from "@opentelemetry/api";
import type { Classifier } from "../classifier/index.js";
import type { Settings } from "../config/index.js";
import type { ArticleReader } from "../formats/index.js";
import type { Archive } from "../jobs/index.js";
import type { ApiKey } from "../schemas/index.js";
import type { Logger, Metrics } from "../telemetry/index.js";
import type { Admission } from "./admission.js";
import type { BodyReaders } from "./body.js";

/** What a service is made of. */
export interface ServiceParts {
  readonly classifier: Classifier;
  readonly settings: Settings;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The API keys of this moment; without it no key is asked for. */
  readonly keys?: (() => readonly ApiKey[]) | undefined;
  readonly tracer?: Tracer | undefined;
  /** The store and its jobs, where the service has one. */
  readonly archive?: Archive | undefined;
}

/** What the resources share. */
export interface ServiceContext extends ServiceParts {
  readonly admission: Admission;
  readonly articles: ArticleReader;
  readonly readBody: BodyReaders;
  /** True once the service has been told to stop. */
  isDraining(): boolean;
  /** Aborts at that moment: answers without an end are ended. */
  readonly stopping: AbortSignal;
}
