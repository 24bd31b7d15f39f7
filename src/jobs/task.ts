import { z } from "zod";
import type { ArchiveDocument } from "../formats/archives/index.js";
import { DocumentRow } from "../schemas/index.js";

/** A document on its way through a queue, as JSON. */
export const Task = z.object({
  job: z.int(),
  number: z.int().describe("its place in the job"),
  key: z.string(),
  hash: z.string(),
  file: z.string(),
  line: z.int().nullable(),
  media: z.enum(["plain", "html"]),
  row: DocumentRow,
});
export type Task = z.infer<typeof Task>;

/** A task as text. Fields of the row that we do not know are left out. */
export function writeTask(job: number, number: number, document: ArchiveDocument): string {
  const { key, hash, file, line, media, row } = document;
  const { id, text, title, date, url, targets } = row;
  return JSON.stringify({
    job,
    number,
    key,
    hash,
    file,
    line,
    media,
    row: { id, text, title, date, url, targets },
  });
}
