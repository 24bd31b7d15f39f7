/** Work over archives that survives its process: one contract, embedded in the store or on Redis. */

export type { JobService } from "./job-service.js";
export { type Archive, openArchive } from "./open-archive.js";
export { openQueue } from "./open-queue.js";
export { ownerName } from "./owner.js";
export type { OnWait } from "./patience.js";
export { Plan, readPlan } from "./plan.js";
export type { JobQueue, QueueOptions, QueueWorker } from "./queue.js";
export { registerQueueMetrics } from "./queue-metrics.js";
export type { Reading } from "./read-inputs.js";
export { findInterrupted, takeOver } from "./resume-job.js";
export { JOB_LEASE_MS, type JobProcess, runJob } from "./run-job.js";
export { taskScorer } from "./score-task.js";
export type { Upload } from "./uploads.js";
export { publicJob, watchJob } from "./watch-job.js";
