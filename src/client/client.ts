import type {
  ClassifyManyResult,
  ClassifyOptionsInput,
  DocumentInput,
  DocumentResult,
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
    return this.#classify({ ...document, options }, signal);
  }

  /** The statements of several texts, in their order. @throws as `classify` */
  async classifyMany(
    documents: readonly DocumentInput[],
    { signal, ...options }: ClassifyOptionsInput & CallOptions = {},
  ): Promise<DocumentResult[]> {
    const answer = await this.#classify<ClassifyManyResult>({ documents, options }, signal);
    return answer.documents;
  }

  /** The model that the service has loaded. @throws ServiceProblem while it starts or stops */
  async ready({ signal }: CallOptions = {}): Promise<ModelIdentity> {
    const { model } = await this.#calls.ask<{ model: ModelIdentity }>({ path: "/health/ready", signal });
    return model;
  }

  #classify<T>(body: unknown, signal?: AbortSignal): Promise<T> {
    return this.#calls.ask({
      path: "/v1/classify",
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      repeatable: true,
      signal,
    });
  }
}
