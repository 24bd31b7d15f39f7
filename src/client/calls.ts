import type { Problem } from "../schemas/index.js";
import { ServiceProblem } from "./service-problem.js";

export interface StatementStanceOptions {
  /** Default http://localhost:3000 */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** Tries after the first, where the service is busy or cannot be reached; default 3. */
  readonly retries?: number;
  /** For one try, and for a silence within a stream, in milliseconds; default 150000. Uploads take as long as they take. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A request to the service. */
export interface Asked extends CallOptions {
  readonly path: string;
  readonly query?: object | undefined;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit["body"];
  /** Asking once more does no harm where the first answer was lost: so it is for all that only reads. */
  readonly repeatable?: boolean;
  /** The body can be sent once only. */
  readonly once?: boolean;
  /** No bound on the time that a try takes. */
  readonly patient?: boolean;
}

/** Requests with their retries. */
export interface Calls {
  /** @throws ServiceProblem as the service refuses; TypeError where it cannot be reached */
  ask<T>(asked: Asked): Promise<T>;
  /** The answer's text as it comes. @throws as `ask`, and what breaks within the answer */
  stream(asked: Asked): AsyncGenerator<string>;
  readonly retries: number;
}

/** What became of one try; `again`: another one may do better. */
type Outcome<T> = { value: T } | { failure: unknown; again: boolean; waitMs: number };

/** Longer than the service takes by default for the longest text. */
export const DEFAULT_TIMEOUT_MS = 150_000;
const FIRST_WAIT_MS = 250;
/** Of our own choice. */
const LONGEST_WAIT_MS = 30_000;
/** A service may ask for its whole minute; for more than this it is not waited. */
const LONGEST_ASKED_MS = 120_000;
/** Of a wait: clients that were refused together do not come back together. */
const SPREAD = 0.2;
/** Refused for the moment: nothing was done. */
const REFUSED = new Set([429, 503]);
/** A proxy's word that it knows of no answer; the service's own, that it did not come in time, stays the same. */
const LOST = new Set([502, 504]);

export function createCalls(options: StatementStanceOptions): Calls {
  const { baseUrl = "http://localhost:3000", apiKey, retries = 3, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const base = baseUrl.replace(/\/+$/, "");
  const key: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};

  const send = ({ path, query, method = "GET", headers, body, once }: Asked, signal?: AbortSignal) => {
    const init = {
      method,
      headers: { accept: "application/json", ...key, ...headers },
      ...(body !== undefined && { body }),
      ...(once && { duplex: "half" }),
      ...(signal && { signal }),
    };
    return fetch(base + path + queryString(query), init as RequestInit);
  };

  const tryOnce = async <T>(asked: Asked, read: (response: Response) => Promise<T>): Promise<Outcome<T>> => {
    const { method = "GET", repeatable = method === "GET", patient, signal } = asked;
    const limit = stopwatch(patient ? undefined : timeoutMs, signal);
    try {
      const response = await send(asked, limit.signal);
      if (response.ok) return { value: await read(response) };
      const failure = await problemOf(response);
      const lost = LOST.has(response.status) && failure.problem.code !== "deadline-exceeded";
      const waitMs = secondsAsked(response) * 1000;
      const again = (REFUSED.has(response.status) || (repeatable && lost)) && waitMs <= LONGEST_ASKED_MS;
      return { failure, again, waitMs };
    } catch (failure) {
      return { failure, again: repeatable && !signal?.aborted, waitMs: 0 };
    } finally {
      limit.stop();
    }
  };

  /** An answer that is no refusal, after as many tries as it takes. */
  const answer = async <T>(asked: Asked, read: (response: Response) => Promise<T>): Promise<T> => {
    for (let tried = 0; ; tried++) {
      const outcome = await tryOnce(asked, read);
      if (!("failure" in outcome)) return outcome.value;
      if (!outcome.again || asked.once || tried >= retries) throw outcome.failure;
      await pauseBefore(tried, asked.signal, outcome.waitMs);
    }
  };

  return {
    retries,
    ask: (asked) =>
      answer(
        asked,
        async (response) => (response.status === 204 ? undefined : await response.json()) as never,
      ),
    async *stream(asked) {
      const silence = stopwatch(undefined, asked.signal);
      const response = await answer({ ...asked, signal: silence.signal }, async (begun) => begun);
      const decoder = new TextDecoder();
      try {
        silence.start(timeoutMs);
        for await (const bytes of response.body ?? []) {
          yield decoder.decode(bytes, { stream: true });
          silence.start(timeoutMs);
        }
      } finally {
        silence.stop();
      }
    },
  };
}

/** A signal that is given when a time is over, or another signal is given. */
function stopwatch(ms: number | undefined, other?: AbortSignal) {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const start = (after: number) => {
    stop();
    timer = setTimeout(
      () => over.abort(new DOMException("the service was silent for too long", "TimeoutError")),
      after,
    );
  };
  if (ms !== undefined) start(ms);
  return { signal: other ? AbortSignal.any([other, over.signal]) : over.signal, start, stop };
}

/** Lists become repeated parameters; what is undefined is left out. */
function queryString(query: object = {}): string {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (one === undefined ? [] : [[name, String(one)] as [string, string]])),
  );
  return entries.length > 0 ? `?${new URLSearchParams(entries)}` : "";
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

/** What Retry-After says, in seconds; a date there is as good as nothing. */
function secondsAsked({ headers }: Response): number {
  const seconds = Number(headers.get("retry-after"));
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}

/** The pause before another try: as long as the service asks and a little more, else longer each time. */
export function pauseBefore(tried: number, signal?: AbortSignal, askedMs = 0): Promise<void> {
  const ms = askedMs || Math.min(FIRST_WAIT_MS * 2 ** tried, LONGEST_WAIT_MS);
  return pause(ms * (1 + Math.random() * SPREAD), signal);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", leave);
      resolve();
    }, ms);
    signal?.addEventListener("abort", leave, { once: true });
  });
}
