import type {
  ClassifyManyResult,
  ClassifyOptionsInput,
  DocumentInput,
  DocumentResult,
  EvaluateRequest,
  EvaluateResult,
  ModelIdentity,
} from "../schemas/index.js";
import { type ArchiveCalls, createArchive } from "./archive.js";
import { type CallOptions, type Calls, createCalls, type StatementStanceOptions } from "./calls.js";
import { createJobs, type JobCalls } from "./jobs.js";

/**
 * @example
 * const service = new StatementStance({ baseUrl: "http://localhost:3000" });
 * const { statements } = await service.classify({ text: "“I back it,” said Fidan." });
 */
export class StatementStance {
  /** Archives that are scored. */
  readonly jobs: JobCalls;
  /** What the service's store holds. */
  readonly archive: ArchiveCalls;
  readonly #calls: Calls;

  constructor(options: StatementStanceOptions = {}) {
    this.#calls = createCalls(options);
    this.jobs = createJobs(this.#calls);
    this.archive = createArchive(this.#calls);
  }

  /**
   * The statements of one text.
   * @throws ServiceProblem as the service refuses; TypeError where it cannot be reached
   */
  classify(
    document: DocumentInput,
    { signal, ...options }: ClassifyOptionsInput & CallOptions = {},
  ): Promise<DocumentResult> {
    return this.#post("/v1/classify", { ...document, options }, signal);
  }

  /** The statements of several texts, in their order. @throws as `classify` */
  async classifyMany(
    documents: readonly DocumentInput[],
    { signal, ...options }: ClassifyOptionsInput & CallOptions = {},
  ): Promise<DocumentResult[]> {
    const answer = await this.#post<ClassifyManyResult>("/v1/classify", { documents, options }, signal);
    return answer.documents;
  }

  /** Figures of labels against gold, or of the model where no predictions are sent. @throws as `classify` */
  evaluate(labels: EvaluateRequest, { signal }: CallOptions = {}): Promise<EvaluateResult> {
    return this.#post("/v1/evaluate", labels, signal);
  }

  /** The model that the service has loaded. @throws ServiceProblem while it starts or stops */
  async ready({ signal }: CallOptions = {}): Promise<ModelIdentity> {
    const { model } = await this.#calls.ask<{ model: ModelIdentity }>({ path: "/health/ready", signal });
    return model;
  }

  #post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.#calls.ask({
      path,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      repeatable: true,
      signal,
    });
  }
}
