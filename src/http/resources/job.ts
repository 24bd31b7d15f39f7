import { type Request, type Response, Router } from "express";
import { StatementStanceError } from "../../errors/index.js";
import { jobCsvHeader, jobCsvRows } from "../../formats/index.js";
import { publicJob } from "../../jobs/index.js";
import { JobErrorsQuery, type JobResult, JobResultsQuery } from "../../schemas/index.js";
import type { StoredJob } from "../../store/index.js";
import { acceptedType, archiveOf, askStore, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { createListeners, jobEvents } from "../job-events.js";
import { refuseMethod } from "../problems.js";
import { sendParts } from "../stream.js";

const RESULT_TYPES = ["application/x-ndjson", "text/csv"] as const;
/** Documents read from the store at a time. */
const STEP = 50;

/** GET and DELETE /v1/jobs/:id, its events, results and errors, and another try of its dead letters. */
export function jobResource(context: ServiceContext): Router {
  const listen = createListeners(context.settings.maxEventStreams);
  const router = Router();
  router
    .route("/v1/jobs/:id")
    .get(async (request, response) => {
      response.json(publicJob(await readJob(context, request, response)));
    })
    .delete(async (request, response) => {
      const { jobs } = archiveOf(context);
      response.json(await jobs.cancel(jobNumber(request)));
    })
    .all(refuseMethod("GET", "DELETE"));
  router
    .route("/v1/jobs/:id/retry")
    .post(async (request, response) => {
      const { jobs } = archiveOf(context);
      if (context.isDraining()) throw new StatementStanceError("shutting-down", "the service is stopping");
      response.status(202).json(await jobs.retry(jobNumber(request)));
    })
    .all(refuseMethod("POST"));
  router
    .route("/v1/jobs/:id/events")
    .get(async (request, response) => {
      const { id } = await readJob(context, request, response);
      if (request.method !== "HEAD") listen(response);
      response.set({
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.flushHeaders();
      if (request.method === "HEAD") response.end();
      else await sendParts(context, response, jobEvents(context, id, response));
    })
    .all(refuseMethod("GET"));
  router
    .route("/v1/jobs/:id/results")
    .get(async (request, response) => {
      const type = acceptedType(request, RESULT_TYPES);
      const { after } = queryOf(JobResultsQuery, request);
      const { id } = await readJob(context, request, response);
      const read: Step = (from) =>
        askStore(context, response, (store) => store.results(id, { after: from, limit: STEP }));
      response.vary("accept").type(type);
      await sendParts(context, response, results(read, after, type));
    })
    .all(refuseMethod("GET"));
  router
    .route("/v1/jobs/:id/errors")
    .get(async (request, response) => {
      const { limit, after } = queryOf(JobErrorsQuery, request);
      const found = await askStore(context, response, async (store) => {
        const { id: job } = await store.job(jobNumber(request));
        return store.errors({ job, after, limit: limit + 1 });
      });
      const errors = found.slice(0, limit);
      response.json({ errors, next: found.length > limit ? errors.at(-1)!.number : null });
    })
    .all(refuseMethod("GET"));
  return router;
}

/** @throws not-found */
function jobNumber({ params }: Request): number {
  const id = String(params.id);
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw new StatementStanceError("not-found", `there is no job ${id}`);
}

/** @throws not-found */
function readJob(context: ServiceContext, request: Request, response: Response): Promise<StoredJob> {
  return askStore(context, response, (store) => store.job(jobNumber(request)));
}

/** Documents of a job after the one of this number. */
type Step = (after: number) => Promise<JobResult[]>;

/** A job's documents so far, in their order. */
async function* results(
  read: Step,
  after: number,
  type: (typeof RESULT_TYPES)[number],
): AsyncGenerator<string> {
  let found = await read(after);
  if (type === "text/csv") yield jobCsvHeader();
  while (found.length > 0) {
    yield type === "text/csv" ? jobCsvRows(found) : found.map((one) => `${JSON.stringify(one)}\n`).join("");
    found = await read(found.at(-1)!.number);
  }
}
