import { z } from "zod";
import { Job, JobError } from "./job.js";

const column = (what: string) =>
  z.string().min(1).max(200).optional().describe(`CSV column that holds the ${what}`);
const number = z.coerce.number<number>().int();

/** What is told of an upload in its address. */
export const JobUpload = z.strictObject({
  filename: z
    .string()
    .max(200)
    .regex(/^[^/\\\p{Cc}]+$/u, "a file's name without a folder is expected")
    .optional()
    .describe("the upload's name, whose ending tells its format; without it the content type does"),
  textColumn: column("text"),
  idColumn: column("id"),
  titleColumn: column("title"),
  dateColumn: column("date"),
  urlColumn: column("address"),
  delimiter: z.string().min(1).max(4).optional().describe("between CSV columns; a comma, in .tsv a tab"),
  encoding: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe("of files that do not declare their own; UTF-8, nothing else is guessed"),
  maxErrors: number.nonnegative().optional().describe("the job stops when more documents fail"),
});
export type JobUpload = z.infer<typeof JobUpload>;
export type JobUploadInput = z.input<typeof JobUpload>;

const limit = number.min(1).max(1000).default(50);

export const JobListQuery = z.strictObject({
  limit,
  before: number.positive().optional().describe("`next` of the page before"),
});

/** Jobs, the latest first. */
export const JobPage = z.object({
  jobs: z.array(Job),
  next: z.int().nullable().describe("`before` of the next page; null on the last"),
});
export type JobPage = z.infer<typeof JobPage>;

export const JobResultsQuery = z.strictObject({
  after: number.nonnegative().default(0).describe("the number of the last document that is known already"),
});

export const JobErrorsQuery = z.strictObject({
  limit,
  after: number.nonnegative().default(0).describe("`next` of the page before"),
});

export const JobErrorPage = z.object({
  errors: z.array(JobError),
  next: z.int().nullable().describe("`after` of the next page; null on the last"),
});
export type JobErrorPage = z.infer<typeof JobErrorPage>;
