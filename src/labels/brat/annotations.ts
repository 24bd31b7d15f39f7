import type { StatementStanceError } from "../../errors/index.js";
import type { Span } from "../../schemas/index.js";
import type { Place } from "../contract.js";
import { fault } from "../fault.js";

/** T: a marked passage; its fragments are apart where a line ends or where it is interrupted. */
export interface TextBound {
  readonly id: string;
  readonly type: string;
  readonly fragments: readonly Span[];
  readonly words: string;
  readonly line: number;
}

/** The lines of an .ann file that we read: T, E, R, A, and the notes of annotators. */
export interface Annotations {
  readonly bounds: readonly TextBound[];
  readonly links: readonly (readonly [string, string])[];
  /** The trigger of each event: what is said of an event is said of its trigger. */
  readonly triggers: ReadonlyMap<string, string>;
  /** Attribute values and notes, by the id that they belong to. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly notes: ReadonlyMap<string, string>;
}

const FRAGMENTS = /^(\S+) (\d+ \d+(?:;\d+ \d+)*)$/;
const EVENT = /^(\S+?):(T\d+)((?: \S+?:[TE]\d+)*)\s*$/;
const RELATION = /^\S+ \S+?:([TE]\d+) \S+?:([TE]\d+)\s*$/;
const ATTRIBUTE = /^(\S+) ([TE]\d+)(?: (.+))?$/;
const NOTE = /^AnnotatorNotes ([TE]\d+)$/;

/** Parses standoff annotations. Normalizations (N) and equivalences (*) mean nothing to us and are passed over. */
export function parseAnnotations(text: string, place: Place, faults: StatementStanceError[]): Annotations {
  const bounds: TextBound[] = [];
  const links: [string, string][] = [];
  const triggers = new Map<string, string>();
  const attributes = new Map<string, Map<string, string>>();
  const notes = new Map<string, string>();
  const readers: Record<string, (id: string, body: string, rest: string, line: number) => boolean> = {
    T(id, body, words, line) {
      const [, type, offsets] = FRAGMENTS.exec(body) ?? [];
      if (!type || !offsets) return false;
      const fragments = offsets.split(";").map((one) => one.split(" ").map(Number) as Span);
      bounds.push({ id, type, fragments, words, line });
      return true;
    },
    E(id, body) {
      const [, , trigger, others] = EVENT.exec(body) ?? [];
      if (!trigger) return false;
      triggers.set(id, trigger);
      for (const one of others?.trim().split(" ") ?? []) if (one) links.push([trigger, one.split(":")[1]!]);
      return true;
    },
    R(_id, body) {
      const [, from, to] = RELATION.exec(body) ?? [];
      if (!from || !to) return false;
      links.push([from, to]);
      return true;
    },
    A(_id, body) {
      const [, name, owner, value] = ATTRIBUTE.exec(body) ?? [];
      if (!name || !owner) return false;
      attributes.set(owner, new Map(attributes.get(owner)).set(name, value ?? ""));
      return true;
    },
    "#"(_id, body, words) {
      const owner = NOTE.exec(body)?.[1];
      if (owner) notes.set(owner, words.trim());
      return true;
    },
  };
  text.split("\n").forEach((written, index) => {
    const line = written.replace(/\r$/, "");
    const read = readers[line[0] === "M" ? "A" : (line[0] ?? "")];
    if (!read) return;
    const [id = "", body = "", ...rest] = line.split("\t");
    const ok = /^\S+$/.test(id) && read(id, body.trimEnd(), rest.join("\t"), index + 1);
    if (!ok)
      faults.push(
        fault("gold-invalid", `the line is no annotation of brat: ${line}`, { ...place, line: index + 1 }),
      );
  });
  const resolved = links.map(([a, b]) => [triggers.get(a) ?? a, triggers.get(b) ?? b] as const);
  return { bounds, links: resolved, triggers, attributes, notes };
}
