import { type Request, Router } from "express";
import { StatementStanceError } from "../../errors/index.js";
import { DEFAULT_ARCHIVE_OPTIONS } from "../../formats/archives/index.js";
import { publicJob } from "../../jobs/index.js";
import { JobListQuery, JobUpload } from "../../schemas/index.js";
import { archiveOf, askStore, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";
import { renewSendingTime } from "../sending-time.js";
import { uploadName } from "../upload-name.js";

/** POST /v1/jobs: an archive to be scored. GET /v1/jobs: what there is. */
export function jobsResource(context: ServiceContext): Router {
  const router = Router();
  router
    .route("/v1/jobs")
    .post(async (request, response) => {
      const { jobs } = archiveOf(context);
      if (context.isDraining()) throw new StatementStanceError("shutting-down", "the service is stopping");
      const asked = queryOf(JobUpload, request);
      const name = uploadName(request, asked.filename);
      const upload = await jobs.receive(name, sentBytes(request));
      const options = { ...readingOptions(asked), idPrefix: `upload-${upload.digest}/` };
      const job = await jobs.begin({ name, upload, options, maxErrors: asked.maxErrors ?? null });
      response.status(202).location(`/v1/jobs/${job.id}`).json(job);
    })
    .get(async (request, response) => {
      const { limit, before } = queryOf(JobListQuery, request);
      const page = { limit: limit + 1, ...(before !== undefined && { before }) };
      const found = await askStore(context, response, (store) => store.jobs(page));
      const jobs = found.slice(0, limit).map(publicJob);
      response.json({ jobs, next: found.length > limit ? jobs.at(-1)!.id : null });
    })
    .all(refuseMethod("GET", "POST"));
  return router;
}

/** The body as it comes. What is left when the reading is given up is passed over, so that the request can be answered. */
async function* sentBytes(request: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      renewSendingTime(request);
      yield chunk;
    }
  } catch (cause) {
    throw new StatementStanceError("client-closed", "the client left before the upload was whole", { cause });
  } finally {
    request.resume();
  }
}

function readingOptions({ delimiter, encoding, ...asked }: JobUpload) {
  const usual = DEFAULT_ARCHIVE_OPTIONS.columns;
  const columns = {
    text: asked.textColumn ?? usual.text,
    id: asked.idColumn ?? usual.id,
    title: asked.titleColumn ?? usual.title,
    date: asked.dateColumn ?? usual.date,
    url: asked.urlColumn ?? usual.url,
  };
  return { ...DEFAULT_ARCHIVE_OPTIONS, columns, delimiter, encoding };
}
