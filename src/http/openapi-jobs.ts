import * as schemas from "../schemas/index.js";
import { archiveOperation, archiveQuestion, json, queryParameters, ref } from "./openapi-parts.js";

const text = { schema: { type: "string" } };
const binary = { schema: { type: "string", format: "binary" } };
const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
const ROWS =
  '{"id": "a1", "text": "“We back the plan,” Hakan Fidan said.", "date": "2024-05-31"}\n{"text": "He condemned it."}\n';

/** The paths of archives that are scored. */
export const JOB_PATHS = {
  "/v1/jobs": {
    post: archiveOperation("createJob", "An archive is taken in, and will be scored", {
      status: 202,
      description:
        "Streamed, and of any length up to `maxUploadBytes`; once it is answered, nothing of it is lost, whatever becomes of the service. Documents that are stored already, with the same id and content, are skipped; changed ones are replaced.",
      parameters: queryParameters(schemas.JobUpload),
      requestBody: {
        required: true,
        content: {
          "application/x-ndjson": { ...text, example: ROWS },
          "text/csv": text,
          "application/octet-stream": binary,
        },
      },
      content: json(ref("Job")),
      codes: [
        "invalid-request",
        "unsupported-media-type",
        "body-too-large",
        "request-timeout",
        "shutting-down",
        "store-full",
      ],
    }),
    get: archiveQuestion("jobs", "Jobs, the latest first", {
      parameters: queryParameters(schemas.JobListQuery),
      content: json(ref("JobPage")),
      codes: ["invalid-request"],
    }),
  },
  "/v1/jobs/{id}": {
    get: archiveQuestion("job", "A job's state and counts", {
      parameters: [id],
      content: json(ref("Job")),
      codes: ["not-found"],
    }),
    delete: archiveOperation("cancelJob", "A job is cancelled: what it has scored stays", {
      parameters: [id],
      content: json(ref("Job")),
      codes: ["not-found", "job-finished"],
    }),
  },
  "/v1/jobs/{id}/retry": {
    post: archiveOperation("retryJob", "A job's dead letters are tried once more", {
      status: 202,
      description:
        "Documents that the model could not be asked about (`retryable`), after all attempts. The job runs again until they are at their end; one without any is answered as it is.",
      parameters: [id],
      content: json(ref("Job")),
      codes: ["not-found", "job-finished", "shutting-down"],
    }),
  },
  "/v1/jobs/{id}/events": {
    get: archiveQuestion("jobEvents", "A job each time that it has changed, as server-sent events", {
      description:
        "Events are named `job`, and their data is a Job; they end when it is not running any more.",
      parameters: [id],
      content: { "text/event-stream": text },
      codes: ["not-found", "overloaded"],
    }),
  },
  "/v1/jobs/{id}/results": {
    get: archiveQuestion(
      "jobResults",
      "A job's documents with their statements, in the order of its inputs",
      {
        description:
          "One JobResult a line. While the job runs they end before the first document that waits: go on with `after`.",
        parameters: [id, ...queryParameters(schemas.JobResultsQuery)],
        content: { "application/x-ndjson": { schema: ref("JobResult") }, "text/csv": text },
        codes: ["invalid-request", "not-acceptable", "not-found"],
      },
    ),
  },
  "/v1/jobs/{id}/errors": {
    get: archiveQuestion("jobErrors", "Documents of a job that failed, with their place", {
      parameters: [id, ...queryParameters(schemas.JobErrorsQuery)],
      content: json(ref("JobErrorPage")),
      codes: ["invalid-request", "not-found"],
    }),
  },
};
