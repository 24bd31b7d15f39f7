import type { LabelledDocument, Span } from "../../schemas/index.js";

/** Code points `[start, end)` of a text that another text takes the place of; an insertion where both are equal. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with pieces replaced. They are in order, and none lies in another. */
export function rewriteText(text: string, replacements: readonly Replacement[]): string {
  const points = Array.from(text);
  const bounds = replacements.map((one, i) => {
    const kept = points.slice(replacements[i - 1]?.end ?? 0, one.start);
    return kept.join("") + one.text;
  });
  return bounds.join("") + points.slice(replacements.at(-1)?.end ?? 0).join("");
}

/** What replaces each match of a global pattern in a text. */
export function replaceMatches(text: string, pattern: RegExp, by: (match: string) => string): Replacement[] {
  let [unit, point] = [0, 0];
  return [...text.matchAll(pattern)].map(({ 0: match, index }) => {
    const start = point + Array.from(text.slice(unit, index)).length;
    const end = start + Array.from(match).length;
    [unit, point] = [index + match.length, end];
    return { start, end, text: by(match) };
  });
}

/**
 * Where the spans of a text lie once pieces of it are replaced. A bound inside a replaced piece moves to the edge of what
 * came in its place; what is inserted beside a span stays out of it.
 */
export function spanMover(replacements: readonly Replacement[]): (span: Span) => Span {
  const sized = replacements.map(({ start, end, text }) => ({
    start,
    end,
    grown: Array.from(text).length - (end - start),
  }));
  const move = (place: number, isStart: boolean): number => {
    let shift = 0;
    for (const { start, end, grown } of sized) {
      const before = start < place || (isStart && end === place);
      if (!before) break;
      if (end > place) return isStart ? start + shift : end + shift + grown;
      shift += grown;
    }
    return place + shift;
  };
  return ([start, end]) => [move(start, true), move(end, false)];
}

/** A labelled document with pieces of its text replaced, and its labels moved along; `rename` does the same to names. */
export function rewriteDocument(
  document: LabelledDocument,
  replacements: readonly Replacement[],
  rename: (name: string) => string = (name) => name,
): LabelledDocument {
  const text = rewriteText(document.text, replacements);
  const points = Array.from(text);
  const move = spanMover(replacements);
  const statements = document.statements.map((statement) => ({
    ...statement,
    source: statement.source.map(move),
    cue: statement.cue.map(move),
    content: statement.content.map(move),
    speaker: statement.speaker === null ? null : rename(statement.speaker),
    targets: statement.targets.map((target) => {
      const span = target.span && move(target.span);
      const words = span ? points.slice(...span).join("") : target.text && rename(target.text);
      return { ...target, span, text: words, name: rename(target.name) };
    }),
  }));
  return { ...document, text, statements };
}
