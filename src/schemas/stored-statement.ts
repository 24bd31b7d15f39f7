import { z } from "zod";
import { Speaker } from "./speaker.js";
import { Statement } from "./statement.js";
import { Target } from "./target.js";

const nameInText = z
  .string()
  .describe("the name that the document itself uses; `name` is the one confirmed for it");

export const StoredDocument = z.object({
  id: z.string(),
  title: z.string().nullable(),
  date: z.string().nullable().describe("as it was given"),
  url: z.string().nullable(),
  language: z.string().describe("ISO 639-1, or 'und'"),
});
export type StoredDocument = z.infer<typeof StoredDocument>;

/** A statement as the store gives it back. */
export const StoredStatement = Statement.extend({
  document: StoredDocument,
  job: z.int().positive().describe("the job that scored it"),
  speaker: Speaker.extend({ nameInText }).nullable(),
  targets: z.array(Target.extend({ nameInText })),
});
export type StoredStatement = z.infer<typeof StoredStatement>;

/** How a name that was asked for was understood. */
export const NameMatch = z.object({
  asked: z.string(),
  matched: z
    .array(z.string())
    .describe("the stored names that were searched; empty where the store knows none"),
  similar: z
    .array(z.string())
    .describe("further names with the same words, not searched: confirm an alias to join them"),
});
export type NameMatch = z.infer<typeof NameMatch>;

export const NameMatches = z.object({ speaker: NameMatch.optional(), target: NameMatch.optional() });
export type NameMatches = z.infer<typeof NameMatches>;

export const StatementPage = z.object({
  statements: z.array(StoredStatement),
  next: z.string().nullable().describe("cursor of the next page; null on the last"),
  names: NameMatches,
});
export type StatementPage = z.infer<typeof StatementPage>;

/** A document of a job, with everything found in it. */
export const JobResult = z.object({
  number: z.int().positive().describe("place in the job; the point to go on from"),
  id: z.string(),
  state: z.enum(["scored", "unchanged", "failed", "cancelled"]),
  statements: z.array(Statement),
  error: z.object({ code: z.string(), detail: z.string() }).optional(),
});
export type JobResult = z.infer<typeof JobResult>;
