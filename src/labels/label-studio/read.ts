import { StatementStanceError } from "../../errors/index.js";
import { type LabelledDocument, type LabelledStatement, SpeakerType, Stance } from "../../schemas/index.js";
import { assembleStatements, type Mark } from "../assemble.js";
import type { Place, Reading, ReadOptions } from "../contract.js";
import { fault, shapeFaults } from "../fault.js";
import type { JsonRow } from "../json-rows.js";
import { offsetsOf } from "../passages.js";
import { PART_LABELS, type PartLabel, TAGS } from "./names.js";
import { type Annotation, ResultItem, Task } from "./shapes.js";

type ItemOf<T extends ResultItem["type"]> = Extract<ResultItem, { type: T }>;

const ITEM_TYPES = new Set<string>(["labels", "choices", "textarea", "relation"]);

export function isTask(value: unknown): boolean {
  const { data } = (value ?? {}) as { data?: unknown };
  return typeof data === "object" && data !== null;
}

/**
 * Reads tasks of Label Studio: annotations, or predictions where they are preferred, or no task has an annotation.
 * Among annotated tasks one without was skipped or is still to be done: its pre-annotation is nobody's gold.
 */
export function readTasks(rows: readonly JsonRow[], { prefer }: ReadOptions, reading: Reading): void {
  const versions = new Set<string>();
  const tasks = rows.flatMap(({ value, place }) => {
    const task = parseTask(value, place, reading);
    return task ? [{ task, place }] : [];
  });
  const annotated = tasks.some(({ task }) => finished(task).length > 0);
  for (const { task, place } of tasks) {
    const here = { ...place, document: String(task.data.id ?? task.id ?? "") };
    const annotations = finished(task);
    const predictions = task.predictions ?? [];
    if (predictions.length > 0 && (prefer === "predictions" || !annotated)) {
      for (const { model_version } of predictions) versions.add(model_version ?? "(none)");
      const { result, model_version } = predictions[0]!;
      reading.documents.push({
        document: documentOf(task, result, here, reading, model_version),
        place: here,
      });
    } else readAnnotations(task, annotations, here, reading);
  }
  if (versions.size > 1) {
    const message = `the predictions are of different versions: ${[...versions].join(", ")}`;
    reading.faults.push(fault("gold-invalid", message, rows[0]!.place));
  }
}

const finished = ({ annotations = [] }: Task): Annotation[] =>
  annotations.filter((one) => !one.was_cancelled);

/** The document's labels are the ground truth, or the first annotator's; each annotator's own are kept beside them. */
function readAnnotations(
  task: Task,
  annotations: readonly Annotation[],
  place: Place,
  reading: Reading,
): void {
  const chosen = annotations.find(({ ground_truth }) => ground_truth) ?? annotations[0];
  if (!chosen) reading.faults.push(fault("gold-missing-document", "the task has no annotation", place));
  for (const one of annotations) {
    const document = documentOf(task, one.result, place, reading);
    if (one === chosen) reading.documents.push({ document, place });
    const annotator = annotatorOf(one);
    reading.annotators.set(annotator, [...(reading.annotators.get(annotator) ?? []), document]);
  }
}

function documentOf(
  { data: { text, id: _id, ...fields } }: Task,
  result: readonly unknown[],
  place: Place,
  { faults }: Reading,
  model?: string | null,
): LabelledDocument {
  const statements = readResult(text, result, place, faults);
  return {
    id: place.document ?? "",
    text,
    statements,
    attributionOnly: onlyAttributions(statements),
    fields,
    ...(model && { model }),
  };
}

function parseTask(value: unknown, file: Place, { faults }: Reading): Task | undefined {
  const { id } = (value ?? {}) as { id?: unknown };
  const place = id === undefined ? file : { ...file, document: String(id) };
  if (typeof value === "object" && value !== null && "completions" in value) {
    const old = "the field completions is of Label Studio before 1.0: export the project anew, as JSON";
    faults.push(fault("gold-invalid", old, place));
    return undefined;
  }
  const task = Task.safeParse(value);
  if (!task.success) faults.push(...shapeFaults(task.error, place));
  return task.data;
}

function annotatorOf({ completed_by: by }: Annotation): string {
  if (by === null || by === undefined) return "annotator";
  return typeof by === "number" ? `annotator ${by}` : (by.email ?? `annotator ${by.id}`);
}

/** Nobody labelled a speaker's type or a target in the whole document. */
export function onlyAttributions(statements: readonly LabelledStatement[]): boolean {
  const bare = ({ speaker, speakerType, targets }: LabelledStatement) =>
    speaker === null && speakerType === null && targets.length === 0;
  return statements.length > 0 && statements.every(bare);
}

interface RawItem {
  readonly type?: string;
  readonly id?: string;
  readonly from_name?: string;
  readonly value?: { readonly labels?: unknown };
}

/** A project may have other controls beside ours, and other labels. */
function isKnownItem(value: unknown): boolean {
  const { type = "", from_name, value: said } = (value ?? {}) as RawItem;
  if (type !== "labels" || from_name === TAGS.part) return ITEM_TYPES.has(type);
  return Array.isArray(said?.labels) && said.labels.some((label) => label in PART_LABELS);
}

/** Regions of other controls: a relation to one of them says nothing of a statement. */
function foreignRegions(result: readonly unknown[], own: readonly { id: string }[]): Set<string> {
  const foreign = result.filter((value) => !isKnownItem(value)).map((value) => (value as RawItem | null)?.id);
  const ids = new Set(foreign.filter((id) => id !== undefined));
  for (const { id } of own) ids.delete(id);
  return ids;
}

/** The statements of a list of regions, of what was said of them, and of relations. */
export function readResult(
  text: string,
  result: readonly unknown[],
  place: Place,
  faults: StatementStanceError[],
): LabelledStatement[] {
  const items = result.filter(isKnownItem).flatMap((value): ResultItem[] => {
    const item = ResultItem.safeParse(value);
    if (!item.success) faults.push(...shapeFaults(item.error, place));
    return item.success ? [item.data] : [];
  });
  const regions = items.filter((item): item is ItemOf<"labels"> => item.type === "labels");
  const claims = regions.flatMap(({ value: { text: words, start, end } }) =>
    words === undefined ? [] : [{ words, spans: [[start, end]] as [number, number][] }],
  );
  try {
    const toPoints =
      claims.length < regions.length ? (offset: number) => offset : offsetsOf(text, claims, place);
    const marks = regions.flatMap((region) => markOf(region, items, toPoints, place, faults));
    const foreign = foreignRegions(result, regions);
    const links = items
      .flatMap((item) => (item.type === "relation" ? [[item.from_id, item.to_id] as const] : []))
      .filter((ends) => !ends.some((id) => foreign.has(id)));
    return assembleStatements({ text, marks, links, place }, faults);
  } catch (error) {
    if (!(error instanceof StatementStanceError)) throw error;
    faults.push(error);
    return [];
  }
}

function markOf(
  { id, value, score }: ItemOf<"labels">,
  items: readonly ResultItem[],
  toPoints: (offset: number) => number,
  place: Place,
  faults: StatementStanceError[],
): Mark[] {
  const label = value.labels[0] ?? "";
  if (value.labels.length !== 1 || !(label in PART_LABELS)) {
    const known = Object.keys(PART_LABELS).join(", ");
    const found = value.labels.join(" and ") || "no label";
    faults.push(fault("gold-unknown-label", `the region ${id} has ${found}, and not one of ${known}`, place));
    return [];
  }
  const said = items.filter((item) => item.type !== "relation" && item.type !== "labels" && item.id === id);
  const of = (tag: string) => said.find((item) => "from_name" in item && item.from_name === tag);
  const labelOf = <T extends string>(
    tag: string,
    schema: { safeParse(value: unknown): { data?: T } },
  ): T | undefined => {
    const item = of(tag);
    const choice = item?.type === "choices" ? item.value.choices[0] : undefined;
    const known = choice === undefined ? undefined : schema.safeParse(choice).data;
    if (choice !== undefined && known === undefined)
      faults.push(fault("gold-unknown-label", `${tag}: ${choice} is not known`, place));
    return known;
  };
  const textOf = (tag: string): string | undefined => {
    const item = of(tag);
    return item?.type === "textarea" ? [item.value.text].flat().join(" ").trim() || undefined : undefined;
  };
  const [stance, speakerType] = [labelOf(TAGS.stance, Stance), labelOf(TAGS.speakerType, SpeakerType)];
  const [name, speaker] = [textOf(TAGS.targetName), textOf(TAGS.speaker)];
  const speakerScore = (of(TAGS.speaker) as { score?: number | null } | undefined)?.score ?? undefined;
  return [
    {
      id,
      spans: [[toPoints(value.start), toPoints(value.end)]],
      ...PART_LABELS[label as PartLabel],
      ...(stance && { stance }),
      ...(speakerType && { speakerType }),
      ...(name && { name }),
      ...(speaker && { speaker }),
      ...(typeof score === "number" && { score }),
      ...(speakerScore !== undefined && { speakerScore }),
    },
  ];
}
