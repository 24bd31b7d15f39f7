import type { StatementStanceError } from "../errors/index.js";
import type { LabelledStatement, LabelledTarget, Span, SpeakerType, Stance } from "../schemas/index.js";
import type { Place } from "./contract.js";
import { fault } from "./fault.js";
import { wordsOf } from "./passages.js";

export type Part = "content" | "cue" | "source" | "target";

/** A marked passage of a tool that knows marks and links between them, and what was said of it. */
export interface Mark {
  readonly id: string;
  readonly part: Part;
  readonly spans: readonly Span[];
  readonly chief?: boolean;
  readonly stance?: Stance;
  readonly name?: string;
  readonly speaker?: string;
  readonly speakerType?: SpeakerType;
  readonly score?: number;
  readonly speakerScore?: number;
}

export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Pairs of marks' ids, in the order of the file. Whatever a link is called, the parts that it joins say what it means. */
  readonly links: readonly (readonly [string, string])[];
  readonly place: Place;
}

/** Linked contents are one statement; a mark of another part belongs to every statement whose content it is linked to. */
export function assembleStatements(
  { text, marks, links, place }: MarkedText,
  faults: StatementStanceError[],
): LabelledStatement[] {
  const points = Array.from(text);
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const groups = groupContents(marks, links, byId);
  const members = new Map<Mark[], Mark[]>([...new Set(groups.values())].map((group) => [group, []]));
  const linked = new Set<string>();
  for (const [a, b] of links) {
    const [first, second] = [byId.get(a), byId.get(b)];
    if (!first || !second) {
      faults.push(fault("gold-invalid", `a relation joins ${first ? b : a}, which is not marked`, place));
      continue;
    }
    const [content, other] = first.part === "content" ? [first, second] : [second, first];
    if (other.part === "content") continue;
    if (content.part !== "content") {
      const joined = `${name(first, points)} and ${name(second, points)}`;
      faults.push(fault("gold-invalid", `a relation joins ${joined}: join each to its content`, place));
      continue;
    }
    const group = members.get(groups.get(content.id)!)!;
    if (!group.includes(other)) group.push(other);
    linked.add(other.id);
  }
  for (const mark of marks) {
    if (mark.part === "content" || linked.has(mark.id)) continue;
    faults.push(
      fault("gold-invalid", `${name(mark, points)} belongs to no statement: join it to its content`, place),
    );
  }
  return [...members].map(([contents, others], index) =>
    statementOf(contents, others, points, { place, index, faults }),
  );
}

const name = ({ part, spans }: Mark, points: readonly string[]) => `the ${part} “${wordsOf(points, spans)}”`;

/** For each content, the list of the contents that it is joined with; the lists are in the order of the marks. */
function groupContents(
  marks: readonly Mark[],
  links: MarkedText["links"],
  byId: ReadonlyMap<string, Mark>,
): Map<string, Mark[]> {
  const contents = marks.filter(({ part }) => part === "content");
  const groups = new Map(contents.map((mark) => [mark.id, [mark]]));
  for (const [a, b] of links) {
    const [first, second] = [groups.get(a), groups.get(b)];
    if (!first || !second || first === second) continue;
    const both = contents.filter((mark) => first.includes(mark) || second.includes(mark));
    for (const { id } of both) groups.set(id, both);
  }
  return new Map([...groups].filter(([id]) => byId.has(id)));
}

interface StatementPlace {
  readonly place: Place;
  readonly index: number;
  readonly faults: StatementStanceError[];
}

function statementOf(
  contents: readonly Mark[],
  others: readonly Mark[],
  points: readonly string[],
  at: StatementPlace,
): LabelledStatement {
  const spansOf = (part: Part) => inOrder(others.filter((mark) => mark.part === part));
  const said = <K extends keyof Mark>(key: K) => contents.find((mark) => mark[key] !== undefined)?.[key];
  const [score, speakerScore] = [said("score"), said("speakerScore")];
  const targets = others.filter(({ part }) => part === "target");
  const chiefFirst = [...targets.filter(({ chief }) => chief), ...targets.filter(({ chief }) => !chief)];
  return {
    source: spansOf("source"),
    cue: spansOf("cue"),
    content: inOrder(contents),
    speaker: said("speaker") ?? null,
    speakerType: said("speakerType") ?? null,
    ...(speakerScore !== undefined && { speakerConfidence: speakerScore }),
    targets: chiefFirst.flatMap((mark) => targetOf(mark, points, at)),
    ...(score !== undefined && { confidence: score }),
  };
}

function inOrder(marks: readonly Mark[]): Span[] {
  return marks.flatMap(({ spans }) => [...spans]).sort(([a], [b]) => a - b);
}

/** A target that was given no name has its words for one. */
function targetOf(
  mark: Mark,
  points: readonly string[],
  { place, index, faults }: StatementPlace,
): LabelledTarget[] {
  if (!mark.stance) {
    faults.push(fault("gold-invalid", `${name(mark, points)} has no stance`, place, index));
    return [];
  }
  const span: Span = [mark.spans[0]![0], mark.spans.at(-1)![1]];
  const text = wordsOf(points, [span]);
  return [
    {
      span,
      text,
      name: mark.name || text,
      stance: mark.stance,
      ...(mark.score !== undefined && { confidence: mark.score }),
    },
  ];
}
