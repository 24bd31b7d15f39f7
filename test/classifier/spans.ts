import { expect } from "@jest/globals";
import type { Passage, Span, Statement } from "../../dist/schemas/index.js";

/** What a span of a text stands for. */
type Slice = (span: Span) => string;

export const slicesOf =
  (text: string): Slice =>
  (span) =>
    text.slice(...span);

/** As a Python user slices: a text's code points. */
export function codePointSlicesOf(text: string): Slice {
  const points = Array.from(text);
  return ([start, end]) => points.slice(start, end).join("");
}

const passagesOf = ({ content, cue, source }: Statement): Passage[] =>
  [content, cue, source].filter((part) => part !== null);

/** Every span of every kind that a statement holds. */
export function spansOf(statement: Statement): Span[] {
  const { speaker, targets, requested, sentence } = statement;
  return [
    ...passagesOf(statement).flatMap(({ spans }) => spans),
    ...(speaker?.mentions ?? []),
    ...targets.map(({ span }) => span),
    ...(requested ?? []).flatMap(({ span }) => (span ? [span] : [])),
    ...(sentence ? [sentence] : []),
  ];
}

/** Every span is the piece that it is given with, and statements stand in text order. */
export function expectSpansToFit(statements: readonly Statement[], slice: Slice): void {
  for (const statement of statements) {
    for (const { spans, text } of passagesOf(statement)) expect(spans.map(slice).join(" … ")).toBe(text);
    for (const { span, text } of statement.targets) expect(slice(span)).toBe(text);
    for (const span of spansOf(statement)) expect(slice(span)).toMatch(/^\S(.*\S)?$/su);
    expectMentions(statement, statements);
    expectSentence(statement);
  }
  const begins = statements.map((statement) =>
    Math.min(...passagesOf(statement).map(({ spans }) => spans[0]![0])),
  );
  expect(begins).toEqual(begins.toSorted((a, b) => a - b));
}

/** A speaker's mentions are the sources of all statements that are resolved to the same name. */
function expectMentions({ speaker }: Statement, statements: readonly Statement[]): void {
  if (!speaker) return;
  const sources = statements
    .filter((other) => other.speaker?.name === speaker.name)
    .flatMap(({ source }) => (source ? [source.spans[0]!] : []));
  const starts = (spans: readonly Span[]) => [...new Set(spans.map(([start]) => start))];
  expect(starts(speaker.mentions ?? [])).toEqual(starts(sources).sort((a, b) => a - b));
}

/** A statement's sentence holds the statement. */
function expectSentence(statement: Statement): void {
  const { sentence } = statement;
  if (!sentence) return;
  for (const [start, end] of passagesOf(statement).flatMap(({ spans }) => spans)) {
    expect(start).toBeGreaterThanOrEqual(sentence[0]);
    expect(end).toBeLessThanOrEqual(sentence[1]);
  }
}
