import { StatementStanceError } from "../errors/index.js";
import type { LabelledDocument } from "../schemas/index.js";
import { readBrat } from "./brat/index.js";
import { isClassifyRow, readClassifyRows } from "./classify-rows.js";
import {
  type LabelFormat,
  type LabelInput,
  newReading,
  type ReadLabels,
  type ReadOptions,
} from "./contract.js";
import { readCsv } from "./csv.js";
import { fault } from "./fault.js";
import { readGoldRows } from "./gold-rows.js";
import { jsonRows } from "./json-rows.js";
import { isTask, readTasks } from "./label-studio/index.js";
import { offsetFaults, offsetFaultsLeftOut } from "./offset-faults.js";

/** Reads labels of any format, and collects all faults. Offsets and names are for `validate` to judge. */
export function readLabels(input: LabelInput, options: ReadOptions = {}): ReadLabels {
  const reading = newReading();
  const format = read(input, options, reading);
  const ids = reading.documents.map(({ document, place }) => ({ id: document.id, place }));
  for (const repeated of repeatedIds(ids)) reading.faults.push(repeated);
  if (reading.documents.length === 0 && reading.faults.length === 0)
    reading.faults.push(
      fault("gold-empty", `${input.name} holds no labelled document`, { file: input.name }),
    );
  return { ...reading, format };
}

function read(input: LabelInput, options: ReadOptions, reading: ReturnType<typeof newReading>): LabelFormat {
  const [name = input.name, text = ""] = [...input.files][0] ?? [];
  const named = options.format ?? formatOfName(input);
  if (named === "brat") readBrat(input, reading);
  if (named === "csv") readCsv(text, name, options, reading);
  if (named === "brat" || named === "csv") return named;
  const rows = catching(reading, () => jsonRows(text, name, reading.faults));
  const format = named ?? formatOfRows(rows.map(({ value }) => value));
  if (format === "label-studio") readTasks(rows, options, reading);
  else if (format === "classify") readClassifyRows(rows, options, reading);
  else readGoldRows(rows, options, reading);
  return format;
}

function catching<T>({ faults }: ReturnType<typeof newReading>, work: () => T[]): T[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StatementStanceError)) throw error;
    faults.push(error);
    return [];
  }
}

/** What a name tells; JSON may be of three formats, and its rows tell. */
function formatOfName({ files }: LabelInput): LabelFormat | undefined {
  const names = [...files.keys()];
  if (names.some((name) => name.endsWith(".ann"))) return "brat";
  return names[0]?.toLowerCase().endsWith(".csv") ? "csv" : undefined;
}

function formatOfRows(values: readonly unknown[]): LabelFormat {
  if (values.some(isTask)) return "label-studio";
  return values.some(isClassifyRow) ? "classify" : "gold";
}

function repeatedIds(documents: readonly { id: string; place: Parameters<typeof fault>[2] }[]) {
  const seen = new Set<string>();
  return documents.flatMap(({ id, place }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [fault("gold-duplicate-id", `the id ${id} occurs twice`, { ...place, document: id })];
  });
}

/**
 * Labels that figures may be made of.
 * @throws the first fault: gold-invalid, gold-offset, gold-text-differs, gold-duplicate-id, gold-unknown-label,
 * gold-missing-document, gold-empty
 */
export function readSoundLabels(input: LabelInput, options: ReadOptions = {}): ReadLabels {
  const labels = readLabels(input, options);
  const faults = [
    ...labels.faults,
    ...labels.documents.flatMap((one) => offsetFaults(one)),
    ...offsetFaultsLeftOut(labels),
  ];
  const [first] = faults;
  if (!first) return labels;
  const more =
    faults.length > 1 ? ` (and ${faults.length - 1} more: statement-stance validate lists them)` : "";
  throw new StatementStanceError(first.code, first.message + more, first.place);
}

/** Gold of our own format, or PolNeAR's. @throws as readSoundLabels does */
export function readGold(jsonl: string, file: string): LabelledDocument[] {
  const labels = readSoundLabels({ name: file, files: new Map([[file, jsonl]]) }, { format: "gold" });
  return labels.documents.map(({ document }) => document);
}
