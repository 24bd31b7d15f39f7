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

/**
 * Cuts a text at all bounds of spans, so that nested and overlapping statements can be shown in one line of text. A
 * statement is known by its place in the list; null holds the place of one that is not shown.
 */
export function segmentsOf(length: number, statements: readonly (Statement | null)[]): Segment[] {
  const spans = statements
    .flatMap((one, statement) =>
      PARTS.flatMap((part) =>
        (one?.[part]?.spans ?? []).map(([start, end]) => ({ start, end, part, statement })),
      ),
    )
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const places = [0, length, ...spans.flatMap(({ start, end }) => [start, end])];
  const bounds = [...new Set(places)].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let next = 0;
  let open: typeof spans = [];
  for (let i = 0; i + 1 < bounds.length; i++) {
    const [start, end] = [bounds[i]!, bounds[i + 1]!];
    open = open.filter((span) => span.end > start);
    while (next < spans.length && spans[next]!.start <= start) open.push(spans[next++]!);
    segments.push({ start, end, parts: open.map(({ statement, part }) => ({ statement, part })) });
  }
  return segments;
}
