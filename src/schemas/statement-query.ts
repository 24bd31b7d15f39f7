import { z } from "zod";
import { Stance } from "./stance.js";
import { StatementKind } from "./statement.js";
import { storable } from "./storable.js";

const name = storable(z.string().trim().min(1).max(500));

export const PartialDate = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "expected YYYY, YYYY-MM or YYYY-MM-DD")
  .describe("YYYY, YYYY-MM or YYYY-MM-DD");

export const SORTS = ["date", "confidence", "arrival"] as const;

/** Which stored statements. All conditions hold together. */
export const StatementFilter = z.strictObject({
  speaker: name
    .optional()
    .describe("as people write it: case and accents are free, a surname alone where one person bears it"),
  target: name.optional().describe("as people write it, like speaker"),
  stance: Stance.optional().describe("towards the target, or towards any target where none is named"),
  text: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      'words of the content, all of them; "a phrase" in quotation marks, begin* for beginnings, -word to leave out',
    ),
  from: PartialDate.optional().describe("first day of the documents' dates"),
  to: PartialDate.optional().describe("last day of the documents' dates, included"),
  document: storable(z.string().min(1).max(1000)).optional().describe("the document's id"),
  kind: StatementKind.optional(),
  minConfidence: z.coerce.number<number>().min(0).max(1).optional(),
  job: z.coerce.number<number>().int().positive().optional().describe("scored by this job"),
});
export type StatementFilter = z.infer<typeof StatementFilter>;

export const Paging = z.strictObject({
  limit: z.coerce.number<number>().int().min(1).max(1000).default(50),
  cursor: z.string().min(1).max(500).optional().describe("`next` of the page before"),
});

/** A page of stored statements. */
export const StatementQuery = StatementFilter.extend({
  sort: z.enum(SORTS).default("date").describe("undated documents count as the oldest"),
  order: z.enum(["asc", "desc"]).default("desc"),
  ...Paging.shape,
});
export type StatementQuery = z.infer<typeof StatementQuery>;
export type StatementQueryInput = z.input<typeof StatementQuery>;

/** Names with how often they speak or are spoken of. */
export const NameQuery = z.strictObject({
  name: name.optional().describe("words of the name, or their beginnings"),
  speaker: name.optional().describe("targets of this speaker only"),
  target: name.optional().describe("speakers about this target only"),
  ...Paging.shape,
});
export type NameQuery = z.infer<typeof NameQuery>;
export type NameQueryInput = z.input<typeof NameQuery>;

/** How stances moved over time. */
export const StanceQuery = z
  .strictObject({
    speaker: name.optional(),
    target: name.optional(),
    by: z.enum(["month", "year"]).default("month"),
    from: PartialDate.optional(),
    to: PartialDate.optional(),
  })
  .refine((query) => query.speaker !== undefined || query.target !== undefined, {
    path: ["speaker"],
    message: "a speaker, a target or both must be named",
  });
export type StanceQuery = z.infer<typeof StanceQuery>;
export type StanceQueryInput = z.input<typeof StanceQuery>;

const names = z
  .union([name, z.array(name).max(50)])
  .transform((value) => (typeof value === "string" ? [value] : value));

/** Speakers by targets. */
export const MatrixQuery = z.strictObject({
  speaker: names.optional().describe("repeatable; the most quoted where none is named"),
  target: names.optional().describe("repeatable; the most spoken of where none is named"),
  size: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe("how many of each where none are named"),
});
export type MatrixQuery = z.infer<typeof MatrixQuery>;
export type MatrixQueryInput = z.input<typeof MatrixQuery>;
