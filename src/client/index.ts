/** A client of the HTTP service, on `fetch` alone: it runs in Node and in browsers. */
export type { ArchiveCalls } from "./archive.js";
export type { CallOptions, StatementStanceOptions } from "./calls.js";
export { StatementStance } from "./client.js";
export type { ArchiveBody, JobCalls, SubmitOptions } from "./jobs.js";
export { ServiceProblem } from "./service-problem.js";
