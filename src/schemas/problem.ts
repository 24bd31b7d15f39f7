import { z } from "zod";

/** One thing that is wrong, and where. */
export const ProblemDetail = z.object({
  path: z.string().describe("the field, as documents[3].text; empty for the whole input"),
  code: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  received: z.string().optional(),
});
export type ProblemDetail = z.infer<typeof ProblemDetail>;

/** Problem details, RFC 9457. */
export const Problem = z.object({
  type: z.string().describe("identifies the kind of problem: its place on a page of the service"),
  title: z.string(),
  status: z.int(),
  code: z.string().describe("stable code of the error catalogue"),
  detail: z.string().describe("what was wrong in this case"),
  instance: z.string().optional().describe("the request's id"),
  errors: z.array(ProblemDetail).optional(),
  file: z.string().optional(),
  line: z.int().positive().optional(),
  document: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
