import type { Span } from "../schemas/index.js";
import { codePointOffsets, mapSpan, utf16Offsets } from "../text/index.js";
import type { Place } from "./contract.js";
import { fault } from "./fault.js";

/** Words, and the offsets at which they are said to stand. */
export interface Claim {
  readonly words: string;
  readonly spans: readonly Span[];
}

/** Pieces of an interrupted passage are joined so. */
const JOINT = " … ";

/**
 * A function from the offsets of a file to code points. What a file counts in, UTF-16 units or code points, is told by
 * the words that it gives beside its offsets.
 * @throws gold-text-differs at the first character of a passage that is not the text's, gold-offset
 */
export function offsetsOf(text: string, claims: readonly Claim[], place: Place): (offset: number) => number {
  const toUtf16 = utf16Offsets(text);
  if (claims.every(({ words, spans }) => words === wordsAt(text, spans))) return codePointOffsets(text);
  const inPoints = (spans: readonly Span[]) => spans.map((span) => mapSpan(span, toUtf16));
  const wrong = claims.find(({ words, spans }) => words !== wordsAt(text, inPoints(spans)));
  if (wrong) throw differs(text, wrong, inPoints(wrong.spans), place);
  return (offset) => offset;
}

function wordsAt(text: string, spans: readonly Span[]): string {
  return spans.map(([start, end]) => text.slice(start, end)).join(JOINT);
}

function differs(text: string, { words, spans }: Claim, inUtf16: readonly Span[], place: Place) {
  const outside = inUtf16.find(([start, end]) => start >= end || end > text.length);
  if (outside) {
    const length = Array.from(text).length;
    return fault(
      "gold-offset",
      `the span ${spanText(spans[0]!)} lies outside the text of ${length} characters`,
      place,
    );
  }
  const found = wordsAt(text, inUtf16);
  const at = firstDifference(found, words);
  const character = (spans[0]?.[0] ?? 0) + at;
  return fault(
    "gold-text-differs",
    `the texts differ at character ${character}: ${near(found, at)} stands there, and ${near(words, at)} was labelled`,
    place,
  );
}

/** Code points before the first that differs. */
export function firstDifference(a: string, b: string): number {
  const [first, second] = [Array.from(a), Array.from(b)];
  const at = first.findIndex((point, i) => point !== second[i]);
  return at < 0 ? first.length : at;
}

/** A few characters from a place on, in quotation marks; white space is shown. */
export function near(text: string, at: number): string {
  const shown = Array.from(text)
    .slice(at, at + 20)
    .join("");
  return shown === "" ? "the end" : JSON.stringify(shown);
}

/** `[3, 9)` */
export function spanText([start, end]: Span): string {
  return `[${start}, ${end})`;
}

/** The words of a code point span. */
export function wordsOf(points: readonly string[], spans: readonly Span[]): string {
  return spans.map(([start, end]) => points.slice(start, end).join("")).join(JOINT);
}
