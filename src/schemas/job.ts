import { z } from "zod";
import { Problem } from "./problem.js";

export const JOB_STATES = ["running", "finished", "failed", "cancelled"] as const;

export const JobState = z
  .enum(JOB_STATES)
  .describe(
    "running: accepted and not at its end, also while no process works on it; failed: stopped by an error",
  );
export type JobState = z.infer<typeof JobState>;

export const JobCounts = z
  .object({
    accepted: z.int().describe("documents and broken places that were read from the inputs so far"),
    waiting: z.int().describe("accepted, and not at their end"),
    scored: z.int().describe("read by the model, and their statements stored"),
    unchanged: z.int().describe("stored before with the same id and content, or replaced within this job"),
    failed: z.int().describe("recorded with their error"),
    statements: z.int().describe("statements that were found"),
  })
  .describe("documents of a job by what became of them");
export type JobCounts = z.infer<typeof JobCounts>;

/** A run over an archive. */
export const Job = z.object({
  id: z.int().positive(),
  name: z.string().describe("what is scored: the inputs, or the name of the upload"),
  state: JobState,
  created: z.iso.datetime(),
  finished: z.iso.datetime().nullable(),
  readAll: z.boolean().describe("the inputs were read to their end: accepted is the whole number"),
  maxErrors: z.int().nonnegative().nullable().describe("the job stops when more documents fail"),
  counts: JobCounts,
  problem: Problem.nullable().describe("why a failed job was stopped"),
});
export type Job = z.infer<typeof Job>;

/** A document that failed, or a place in the inputs that could not be read. */
export const JobError = z.object({
  job: z.int().positive(),
  number: z.int().positive().describe("place in the job, from 1"),
  document: z.string().describe("the document's id"),
  code: z.string().describe("of the catalogue of errors"),
  detail: z.string(),
  file: z.string().nullable(),
  line: z.int().positive().nullable(),
  attempts: z.int().nonnegative().describe("how often the model was asked"),
  retryable: z.boolean().describe("kept with its text in the list of dead letters, and can be tried again"),
});
export type JobError = z.infer<typeof JobError>;
