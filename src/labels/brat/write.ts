import type { LabelledDocument, LabelledStatement, LabelledTarget, Span } from "../../schemas/index.js";

/** brat needs to be told which types there are. */
const CONFIGURATION = `[entities]
Content
Cue
Source
Target

[relations]

[events]
Statement\tContent*:Content, Cue*:Cue, Source*:Source, Target*:Target

[attributes]
SpeakerType\tArg:Statement, Value:person|organization|group|unnamed|none
Stance\tArg:Target, Value:favor|against|neutral
`;

/**
 * A folder for brat. A statement is an event whose trigger is the first passage of its content; the speaker's name is a
 * note on it, a target's name a note on the target.
 */
export function writeBrat(documents: readonly LabelledDocument[]): Map<string, string> {
  const files = new Map([["annotation.conf", CONFIGURATION]]);
  for (const document of documents) {
    const name = encodeURIComponent(document.id);
    files.set(`${name}.txt`, document.text);
    files.set(`${name}.ann`, annotationsOf(document));
  }
  return files;
}

/** Numbers annotations of each kind as they are added. */
function createLines(points: readonly string[]) {
  const lines: string[] = [];
  const last: Record<string, number> = {};
  const add = (kind: string, rest: string): string => {
    last[kind] = (last[kind] ?? 0) + 1;
    lines.push(`${kind}${last[kind]}\t${rest}`);
    return `${kind}${last[kind]}`;
  };
  return {
    lines,
    event: (body: string) => add("E", body),
    attribute: (name: string, owner: string, value: string) => add("A", `${name} ${owner} ${value}`),
    note: (owner: string, words: string) =>
      add("#", `AnnotatorNotes ${owner}\t${words.replace(/\s+/g, " ")}`),
    bound(type: string, span: Span) {
      const fragments = linesOf(span, points);
      const offsets = fragments.map(([start, end]) => `${start} ${end}`).join(";");
      const words = fragments.map(([start, end]) => points.slice(start, end).join("")).join(" ");
      return add("T", `${type} ${offsets}\t${words}`);
    },
  };
}
type Lines = ReturnType<typeof createLines>;

function annotationsOf({ text, statements }: LabelledDocument): string {
  const out = createLines(Array.from(text));
  for (const statement of statements) writeStatement(statement, out);
  return out.lines.map((line) => `${line}\n`).join("");
}

function writeStatement(
  { content, cue, source, speaker, speakerType, targets }: LabelledStatement,
  out: Lines,
): void {
  const trigger = out.bound("Statement", content[0]!);
  const args = [
    ...content.slice(1).map((span) => ["Content", out.bound("Content", span)] as const),
    ...cue.map((span) => ["Cue", out.bound("Cue", span)] as const),
    ...source.map((span) => ["Source", out.bound("Source", span)] as const),
    ...targets.flatMap((target) => targetArgument(target, out)),
  ];
  const count: Record<string, number> = {};
  const roles = args.map(([role, id]) => {
    count[role] = (count[role] ?? 0) + 1;
    return ` ${role}${count[role] === 1 ? "" : count[role]}:${id}`;
  });
  const event = out.event(`Statement:${trigger}${roles.join("")}`);
  if (speakerType) out.attribute("SpeakerType", event, speakerType);
  if (speaker) out.note(event, speaker);
}

function targetArgument({ span, name, stance }: LabelledTarget, out: Lines): (readonly [string, string])[] {
  if (!span) return [];
  const id = out.bound("Target", span);
  out.attribute("Stance", id, stance);
  out.note(id, name);
  return [["Target", id]];
}

/** A span cut at line ends, as brat cuts it: a fragment holds no line break. */
function linesOf([start, end]: Span, points: readonly string[]): Span[] {
  const fragments: Span[] = [];
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && points[at] !== "\n" && points[at] !== "\r") continue;
    if (at > from) fragments.push([from, at]);
    from = at + 1;
  }
  return fragments;
}
