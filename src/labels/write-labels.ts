import type { LabelledDocument } from "../schemas/index.js";
import { writeBrat } from "./brat/index.js";
import type { LabelFormat } from "./contract.js";
import { writeCsv } from "./csv.js";
import { writeGoldRows } from "./gold-rows.js";
import { writeTasks } from "./label-studio/index.js";

export const WRITTEN_FORMATS = ["gold", "label-studio", "brat", "csv"] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number] & LabelFormat;

/** Labels as files: their names and contents. All formats but brat are one file, `labels`. */
export function writeLabels(
  documents: readonly LabelledDocument[],
  format: WrittenFormat,
  { as = "annotations" }: { as?: "annotations" | "predictions" | undefined } = {},
): Map<string, string> {
  if (format === "brat") return writeBrat(documents);
  const write = {
    gold: writeGoldRows,
    csv: writeCsv,
    "label-studio": (all: typeof documents) => writeTasks(all, as),
  };
  return new Map([["labels", write[format](documents)]]);
}
