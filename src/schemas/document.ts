import { z } from "zod";
import { shortList } from "./list.js";
import { storable } from "./storable.js";
import { RequestedTarget } from "./target.js";

const fields = {
  id: z
    .union([storable(z.string().min(1).max(500)), z.int()])
    .optional()
    .describe("the caller's own; given back as a string"),
  text: z.string().describe("the article's plain text; all offsets count in it"),
  title: z
    .string()
    .max(2000)
    .optional()
    .describe("given back; not searched for statements unless it is in the text"),
  date: z.string().max(100).optional().describe("ISO 8601 where queries by date are wanted"),
  url: z.string().max(4000).optional(),
  targets: shortList(RequestedTarget, 50)
    .optional()
    .describe("targets whose stance every statement must give"),
};

/** A document of a request: unknown fields are refused. */
export const DocumentInput = z.strictObject(fields);
export type DocumentInput = z.infer<typeof DocumentInput>;

/** Fields that files often hold as null where a document has none. */
const OPTIONAL = ["id", "title", "date", "url", "targets"];

function withoutNulls(row: unknown): unknown {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return row;
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => !(value === null && OPTIONAL.includes(key))),
  );
}

/** A row of a file: unknown fields are kept and given back; a null stands for a field that is not there. */
export const DocumentRow = z.preprocess(withoutNulls, z.looseObject(fields));
export type DocumentRow = z.infer<typeof DocumentRow>;
