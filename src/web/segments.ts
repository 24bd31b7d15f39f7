import type { Statement } from "../schemas/index.js";

export type Part = "content" | "cue" | "source";

/** A piece of the text between two bounds of spans, and what it is a part of. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Outermost first. */
  readonly parts: readonly { readonly statement: number; readonly part: Part }[];
}

const PARTS: readonly Part[] = ["content", "source", "cue"];

/** Cuts a text at all bounds of spans, so that nested and overlapping statements can be shown in one line of text. */
export function segmentsOf(length: number, statements: readonly Statement[]): Segment[] {
  const spans = statements.flatMap((one, statement) =>
    PARTS.flatMap((part) =>
      (one[part]?.spans ?? []).map(([start, end]) => ({ start, end, part, statement })),
    ),
  );
  const bounds = [...new Set([0, length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const starting = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const segments: Segment[] = [];
  let next = 0;
  let open: typeof spans = [];
  for (let i = 0; i + 1 < bounds.length; i++) {
    const [start, end] = [bounds[i]!, bounds[i + 1]!];
    open = open.filter((span) => span.end > start);
    while (next < starting.length && starting[next]!.start <= start) open.push(starting[next++]!);
    segments.push({ start, end, parts: open.map(({ statement, part }) => ({ statement, part })) });
  }
  return segments;
}
