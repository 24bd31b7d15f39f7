import type {
  ClassifyManyResult,
  ClassifyOptionsInput,
  DocumentInput,
  DocumentResult,
  ModelIdentity,
  Problem,
} from "../schemas/index.js";
import { ServiceProblem } from "./service-problem.js";

export interface StatementStanceOptions {
  /** Default http://localhost:3000 */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** Tries after the first, where the service is busy or cannot be reached; default 3. */
  readonly retries?: number;
  /** For one try, in milliseconds; default 60000. */
  readonly timeoutMs?: number;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** Refused for the moment. Nothing that is asked changes anything, so that asking again is safe. */
const BUSY = new Set([429, 502, 503, 504]);

/**
 * @example
 * const service = new StatementStance({ baseUrl: "http://localhost:3000" });
 * const { statements } = await service.classify({ text: "“I back it,” said Fidan." });
 */
export class StatementStance {
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #retries: number;
  readonly #timeoutMs: number;

  constructor({ baseUrl, apiKey, retries, timeoutMs }: StatementStanceOptions = {}) {
    this.#base = (baseUrl ?? "http://localhost:3000").replace(/\/+$/, "");
    this.#headers = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
    this.#retries = retries ?? 3;
    this.#timeoutMs = timeoutMs ?? 60_000;
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

  /** The model that the service has loaded. @throws ServiceProblem while it starts or stops */
  async ready({ signal }: CallOptions = {}): Promise<ModelIdentity> {
    const { model } = await this.#ask<{ model: ModelIdentity }>("/health/ready", {}, signal);
    return model;
  }

  #post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const headers = { "content-type": "application/json" };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body) }, signal);
  }

  async #ask<T>(path: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
    for (let tried = 0; ; tried++) {
      const last = tried >= this.#retries;
      let wait = FIRST_WAIT_MS * 2 ** tried;
      try {
        const response = await this.#fetch(path, init, signal);
        if (response.ok) return (await response.json()) as T;
        if (last || !BUSY.has(response.status)) throw await problemOf(response);
        await response.body?.cancel();
        wait = Number(response.headers.get("retry-after")) * 1000 || wait;
      } catch (error) {
        if (last || signal?.aborted || error instanceof ServiceProblem) throw error;
      }
      await pause(Math.min(wait, LONGEST_WAIT_MS), signal);
    }
  }

  #fetch(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const limit = AbortSignal.timeout(this.#timeoutMs);
    return fetch(this.#base + path, {
      ...init,
      headers: { accept: "application/json", ...this.#headers, ...init.headers },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  }
}

async function problemOf(response: Response): Promise<ServiceProblem> {
  const text = await response.text();
  try {
    return new ServiceProblem(JSON.parse(text) as Problem);
  } catch {
    const { status, statusText } = response;
    const detail = `the answer was ${status} ${statusText}, and no problem of the service: ${text.slice(0, 200)}`;
    return new ServiceProblem({ type: "about:blank", title: statusText, status, code: "unknown", detail });
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", leave);
      resolve();
    }, ms);
    signal?.addEventListener("abort", leave, { once: true });
  });
}
