import { extname } from "node:path";
import type { StatementStanceError } from "../../errors/index.js";
import { type LabelledDocument, type Span, SpeakerType, Stance } from "../../schemas/index.js";
import { assembleStatements, type Mark, type Part } from "../assemble.js";
import type { LabelInput, Place, Reading } from "../contract.js";
import { fault } from "../fault.js";
import { onlyAttributions } from "../label-studio/index.js";
import { firstDifference, near } from "../passages.js";
import { type Annotations, parseAnnotations, type TextBound } from "./annotations.js";

const PARTS: Record<string, Part> = {
  Statement: "content",
  Content: "content",
  Cue: "cue",
  Source: "source",
  Target: "target",
};
const GAP = /^\s*$/;

/** Reads a folder of .txt files, each with its .ann file. Offsets count code points. */
export function readBrat({ files }: LabelInput, reading: Reading): void {
  for (const [path, text] of files) {
    const ending = extname(path);
    if (ending !== ".txt" && ending !== ".ann") continue;
    const other = ending === ".txt" ? ".ann" : ".txt";
    const [file, id] = [path.slice(0, -ending.length) + other, documentId(path)];
    const beside = files.get(file);
    if (beside === undefined) {
      const place = { file: path, document: id };
      reading.faults.push(fault("gold-missing-document", `${path} has no ${other} file`, place));
    } else if (ending === ".txt") {
      const place = { file, document: id };
      reading.documents.push({ document: documentOf(id, text, beside, place, reading.faults), place });
    }
  }
}

/** A document's id is its file's name, in which signs that no file may have are escaped. */
function documentId(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1, path.lastIndexOf("."));
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function documentOf(
  id: string,
  text: string,
  annotations: string,
  place: Place,
  faults: StatementStanceError[],
): LabelledDocument {
  const points = Array.from(text);
  const parsed = parseAnnotations(annotations, place, faults);
  const marks = parsed.bounds.flatMap((bound) => markOf(bound, parsed, points, place, faults));
  const statements = assembleStatements({ text, marks, links: parsed.links, place }, faults);
  return { id, text, statements, attributionOnly: onlyAttributions(statements) };
}

function markOf(
  bound: TextBound,
  { triggers, attributes, notes }: Annotations,
  points: readonly string[],
  document: Place,
  faults: StatementStanceError[],
): Mark[] {
  const place = { ...document, line: bound.line };
  const part = PARTS[bound.type];
  const wrong = part
    ? wrongWords(bound, points)
    : `${bound.type} is not one of ${Object.keys(PARTS).join(", ")}`;
  if (!part || wrong) {
    const code = part ? "gold-text-differs" : "gold-unknown-label";
    faults.push(fault(outside(bound, points) ? "gold-offset" : code, wrong ?? "", place));
    return [];
  }
  const events = [...triggers].flatMap(([event, trigger]) => (trigger === bound.id ? [event] : []));
  const owners = [bound.id, ...events];
  const said = <T>(name: string, schema: { safeParse(value: unknown): { data?: T } }): T | undefined => {
    const value = owners.map((owner) => attributes.get(owner)?.get(name)).find((one) => one !== undefined);
    const known = value === undefined ? undefined : schema.safeParse(value).data;
    if (value !== undefined && known === undefined)
      faults.push(fault("gold-unknown-label", `${name}: ${value} is not known`, place));
    return known;
  };
  const note = owners.map((owner) => notes.get(owner)).find(Boolean);
  const [stance, speakerType] = [said("Stance", Stance), said("SpeakerType", SpeakerType)];
  return [
    {
      id: bound.id,
      part,
      spans: joined(bound.fragments, points),
      ...(stance && { stance }),
      ...(speakerType && { speakerType }),
      ...(note && (part === "target" ? { name: note } : { speaker: note })),
    },
  ];
}

function outside({ fragments }: TextBound, points: readonly string[]): boolean {
  return fragments.some(([start, end]) => start >= end || end > points.length);
}

function wrongWords(bound: TextBound, points: readonly string[]): string | undefined {
  if (outside(bound, points)) return `${bound.id} lies outside the text of ${points.length} characters`;
  const found = bound.fragments.map(([start, end]) => points.slice(start, end).join("")).join(" ");
  if (found === bound.words) return undefined;
  const at = firstDifference(found, bound.words);
  const character = (bound.fragments[0]?.[0] ?? 0) + at;
  return `the texts differ at character ${character}: ${near(found, at)} stands there, and ${near(bound.words, at)} was labelled`;
}

/** brat cuts a passage at the end of a line: what only white space parts is one passage. */
function joined(fragments: readonly Span[], points: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const [start, end] of fragments) {
    const last = spans.at(-1);
    if (last && GAP.test(points.slice(last[1], start).join(""))) last[1] = end;
    else spans.push([start, end]);
  }
  return spans;
}
