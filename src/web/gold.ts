import type { GoldRow, GoldStatement, Statement } from "../schemas/index.js";

type Spans = [number, number][];

/** Statements as a labelled article of our own format; its offsets count code points. */
export function goldRow(id: string, text: string, statements: readonly Statement[]): GoldRow {
  const points = codePoints(text);
  const moved = (spans: readonly (readonly [number, number])[] = []): Spans =>
    spans.map(([start, end]) => [points[start]!, points[end]!]);
  const rows = statements
    .filter(({ targets }) => targets.length > 0)
    .map(
      (one): GoldStatement => ({
        source: moved(one.source?.spans),
        cue: moved(one.cue?.spans),
        content: moved(one.content.spans),
        speaker: one.speaker?.name ?? null,
        speaker_type: one.speaker?.type ?? "none",
        targets: one.targets.map(({ span, text: words, name, stance }) => ({
          span: moved([span])[0]!,
          text: words,
          name,
          stance,
        })),
      }),
    );
  return { id, text, statements: rows };
}

/** For each UTF-16 offset the number of code points before it. */
function codePoints(text: string): Uint32Array {
  const out = new Uint32Array(text.length + 1);
  let count = 0;
  for (let i = 0; i < text.length; ) {
    const size = text.codePointAt(i)! > 0xffff ? 2 : 1;
    out.fill(count, i, i + size);
    i += size;
    count++;
  }
  out[text.length] = count;
  return out;
}
