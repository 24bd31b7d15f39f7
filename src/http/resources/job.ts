import { type Request, Router } from "express";
import { StatementStanceError } from "../../errors/index.js";
import { jobCsvHeader, jobCsvRows } from "../../formats/index.js";
import { publicJob } from "../../jobs/index.js";
import { JobErrorsQuery, JobResultsQuery } from "../../schemas/index.js";
import type { Store } from "../../store/index.js";
import { acceptedType, archiveOf, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { jobEvents } from "../job-events.js";
import { refuseMethod } from "../problems.js";
import { sendParts } from "../stream.js";

const RESULT_TYPES = ["application/x-ndjson", "text/csv"] as const;
/** Documents read from the store at a time. */
const STEP = 50;

/** GET and DELETE /v1/jobs/:id, its events, results and errors, and another try of its dead letters. */
export function jobResource(context: ServiceContext): Router {
  const router = Router();
  router
    .route("/v1/jobs/:id")
    .get(async (request, response) => {
      const { store } = archiveOf(context);
      response.json(publicJob(await store.job(jobNumber(request))));
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
      const { store } = archiveOf(context);
      const { id } = await store.job(jobNumber(request));
      response.set({
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.flushHeaders();
      if (request.method === "HEAD") response.end();
      else await sendParts(context, response, jobEvents(store, id, context.stopping, response));
    })
    .all(refuseMethod("GET"));
  router
    .route("/v1/jobs/:id/results")
    .get(async (request, response) => {
      const { store } = archiveOf(context);
      const type = acceptedType(request, RESULT_TYPES);
      const { after } = queryOf(JobResultsQuery, request);
      const { id } = await store.job(jobNumber(request));
      response.vary("accept").type(type);
      await sendParts(context, response, results(store, id, after, type));
    })
    .all(refuseMethod("GET"));
  router
    .route("/v1/jobs/:id/errors")
    .get(async (request, response) => {
      const { store } = archiveOf(context);
      const { limit, after } = queryOf(JobErrorsQuery, request);
      const { id: job } = await store.job(jobNumber(request));
      const found = await store.errors({ job, after, limit: limit + 1 });
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

/** A job's documents so far, in their order. */
async function* results(
  store: Store,
  job: number,
  from: number,
  type: (typeof RESULT_TYPES)[number],
): AsyncGenerator<string> {
  if (type === "text/csv") yield jobCsvHeader();
  for (let after = from; ; ) {
    const found = await store.results(job, { after, limit: STEP });
    if (found.length === 0) return;
    yield type === "text/csv" ? jobCsvRows(found) : found.map((one) => `${JSON.stringify(one)}\n`).join("");
    after = found.at(-1)!.number;
  }
}
