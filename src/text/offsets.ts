import type { Span } from "../schemas/index.js";

const SURROGATE_PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/**
 * A function from UTF-16 offsets of a text to code point offsets, as Python counts.
 * A lone surrogate is one code point, as it is in Python.
 */
export function codePointOffsets(text: string): (offset: number) => number {
  const pairs = Int32Array.from([...text.matchAll(SURROGATE_PAIR)].map((match) => match.index));
  return (offset) => offset - countBelow(pairs, offset - 1);
}

/** A function from code point offsets of a text to UTF-16 offsets. */
export function utf16Offsets(text: string): (offset: number) => number {
  const pairs = [...text.matchAll(SURROGATE_PAIR)].map((match) => match.index);
  const points = Int32Array.from(pairs.map((at, pairsBefore) => at - pairsBefore));
  return (offset) => offset + countBelow(points, offset);
}

/** How many of the ascending `places` are less than `limit`. */
function countBelow(places: Int32Array, limit: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Maps both ends of a span. */
export function mapSpan(span: Span, offset: (value: number) => number): Span {
  return [offset(span[0]), offset(span[1])];
}
