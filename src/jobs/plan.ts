import { z } from "zod";

/** What a job reads, and how: all that another process needs to go on with it. */
export const Plan = z.object({
  inputs: z.array(z.string()).min(1).describe("absolute paths"),
  options: z.object({
    columns: z.object({
      text: z.string(),
      id: z.string(),
      title: z.string(),
      date: z.string(),
      url: z.string(),
    }),
    delimiter: z.string().optional(),
    encoding: z.string().optional(),
    maxDocumentBytes: z.int().positive(),
    idPrefix: z.string(),
  }),
  uploaded: z.string().nullable().describe("the folder of an upload, removed when its job has ended"),
});
export type Plan = z.infer<typeof Plan>;

/** The plan of a stored job. */
export const readPlan = (json: string): Plan => Plan.parse(JSON.parse(json));
