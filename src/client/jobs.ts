import type {
  DocumentInput,
  Job,
  JobError,
  JobErrorPage,
  JobPage,
  JobResult,
  JobUploadInput,
} from "../schemas/index.js";
import { type CallOptions, type Calls, pauseBefore } from "./calls.js";
import { eventData, lines } from "./lines.js";
import { rowsOfPages } from "./pages.js";
import { ServiceProblem } from "./service-problem.js";
import { streamOf } from "./stream-of.js";

/** Bytes of an archive: whole, or as they come. A browser's File, and in Node what `fs.openAsBlob` gives, are Blobs. */
export type ArchiveBody =
  | string
  | Uint8Array<ArrayBuffer>
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

export interface SubmitOptions extends JobUploadInput, CallOptions {
  /** What is sent, where no `filename` tells it: application/x-ndjson, text/csv and so on. */
  readonly contentType?: string;
}

/** Archives that are scored. All raise ServiceProblem as the service refuses: `store-needed` without a store. */
export interface JobCalls {
  /**
   * Sends an archive of any length and makes a job of it; a stream is never held in memory. What broke off made no
   * job and is sent again as a whole: documents that are stored already are skipped.
   */
  submit(archive: ArchiveBody, options?: SubmitOptions): Promise<Job>;
  /** The same of documents, which are sent as they come. */
  submitDocuments(
    documents: Iterable<DocumentInput> | AsyncIterable<DocumentInput>,
    options?: { maxErrors?: number } & CallOptions,
  ): Promise<Job>;
  /** All jobs, the latest first. */
  list(options?: CallOptions): AsyncGenerator<Job>;
  get(id: number, options?: CallOptions): Promise<Job>;
  /** The job each time that it has changed, until it is at its end; a broken connection is made anew. */
  follow(id: number, options?: CallOptions): AsyncGenerator<Job>;
  /** Documents with their statements, from any point on; while the job runs, as far as they are at their end. */
  results(id: number, options?: { after?: number } & CallOptions): AsyncGenerator<JobResult>;
  /** Documents that failed, with their place. */
  errors(id: number, options?: CallOptions): AsyncGenerator<JobError>;
  /** Tries once more what failed by no fault of its own (`retryable`): the job runs again. */
  retry(id: number, options?: CallOptions): Promise<Job>;
  /** What was scored stays. */
  cancel(id: number, options?: CallOptions): Promise<Job>;
}

const LARGEST_PAGE = 1000;
const NDJSON = "application/x-ndjson";

export function createJobs(calls: Calls): JobCalls {
  const get = (id: number, { signal }: CallOptions = {}) =>
    calls.ask<Job>({ path: `/v1/jobs/${id}`, signal });
  const submit = (archive: ArchiveBody, options: SubmitOptions = {}) => {
    const { signal, contentType, filename = nameOf(archive), ...query } = options;
    const stream = isStream(archive) ? streamOf(archive) : undefined;
    const type = contentType ?? (filename === undefined ? NDJSON : "application/octet-stream");
    return calls.ask<Job>({
      path: "/v1/jobs",
      query: { ...query, filename },
      method: "POST",
      headers: { "content-type": type },
      body: stream ?? (archive as string | Uint8Array<ArrayBuffer> | Blob),
      once: stream !== undefined,
      patient: true,
      signal,
    });
  };
  return {
    submit,
    get,
    submitDocuments: (documents, options) => submit(rowsOf(documents), { ...options, contentType: NDJSON }),
    list: ({ signal } = {}) =>
      rowsOfPages(
        (before: number | undefined) => calls.ask<JobPage>({ path: "/v1/jobs", query: { before }, signal }),
        ({ jobs }) => jobs,
      ),
    async *follow(id, { signal } = {}) {
      const asked = { path: `/v1/jobs/${id}/events`, headers: { accept: "text/event-stream" }, signal };
      let job: Job | undefined;
      yield* goingOn(calls.retries, signal, async function* () {
        for await (const data of eventData(calls.stream(asked))) {
          job = JSON.parse(data) as Job;
          yield job;
        }
        if (job?.state === "running") throw new TypeError("the service ended the stream of a running job");
      });
    },
    async *results(id, { after = 0, signal } = {}) {
      let last = after;
      yield* goingOn(calls.retries, signal, async function* () {
        const headers = { accept: NDJSON };
        const path = `/v1/jobs/${id}/results`;
        for await (const line of lines(calls.stream({ path, query: { after: last }, headers, signal }))) {
          const result = JSON.parse(line) as JobResult;
          last = result.number;
          yield result;
        }
      });
    },
    errors: (id, { signal } = {}) =>
      rowsOfPages(
        (after: number | undefined) =>
          calls.ask<JobErrorPage>({
            path: `/v1/jobs/${id}/errors`,
            query: { after, limit: LARGEST_PAGE },
            signal,
          }),
        ({ errors }) => errors,
      ),
    retry: (id, { signal } = {}) => calls.ask({ path: `/v1/jobs/${id}/retry`, method: "POST", signal }),
    cancel: (id, { signal } = {}) => calls.ask({ path: `/v1/jobs/${id}`, method: "DELETE", signal }),
  };
}

/** Streams anew what broke in its middle; tries are counted from the last piece that came. */
async function* goingOn<T>(
  retries: number,
  signal: AbortSignal | undefined,
  begin: () => AsyncGenerator<T>,
): AsyncGenerator<T> {
  for (let tried = 0; ; tried++) {
    try {
      for await (const piece of begin()) {
        tried = 0;
        yield piece;
      }
      return;
    } catch (error) {
      if (signal?.aborted || error instanceof ServiceProblem || tried >= retries) throw error;
    }
    await pauseBefore(tried, signal);
  }
}

const isStream = (archive: ArchiveBody): archive is ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> =>
  typeof archive !== "string" && !(archive instanceof Uint8Array) && !(archive instanceof Blob);

/** A browser's File knows its name. */
const nameOf = (archive: ArchiveBody): string | undefined =>
  archive instanceof Blob && "name" in archive ? String(archive.name) : undefined;

async function* rowsOf(
  documents: Iterable<DocumentInput> | AsyncIterable<DocumentInput>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const document of documents) yield encoder.encode(`${JSON.stringify(document)}\n`);
}
