import type { StatementStanceError } from "../errors/index.js";
import type { LabelledDocument, LabelledStatement, LabelledTarget, Span } from "../schemas/index.js";
import type { PlacedDocument, ReadLabels } from "./contract.js";
import { fault } from "./fault.js";
import { isInside, offsetFaults, offsetFaultsLeftOut, spansOf } from "./offset-faults.js";
import { spanText, wordsOf } from "./passages.js";

const MOST_TARGETS = 3;
/** A word; Han characters are words of their own. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;
const CAPITAL = /^\p{Lu}/u;
/** Letters of a word that its other forms have as well. */
const STEM = 4;
const WHITE_SPACE = /^\s|\s$/;

/** All that is wrong with labels, in the order of the file. */
export function validateLabels({ documents, faults, annotators }: ReadLabels): StatementStanceError[] {
  return [
    ...faults,
    ...documents.flatMap((one) => [...offsetFaults(one), ...documentFaults(one)]),
    ...offsetFaultsLeftOut({ documents, annotators }),
  ].sort(byLine);
}

const byLine = (a: StatementStanceError, b: StatementStanceError): number =>
  a.place.file === b.place.file ? (a.place.line ?? 0) - (b.place.line ?? 0) : 0;

function documentFaults({ document, place }: PlacedDocument): StatementStanceError[] {
  const points = Array.from(document.text);
  const text = folded(`${document.fields?.title ?? ""}\n${document.text}`);
  const here = { ...place, document: document.id };
  const seen = new Set<string>();
  return document.statements.flatMap((statement, index) => {
    const key = JSON.stringify([statement.source, statement.cue, statement.content]);
    const twice = seen.has(key) ? ["it stands twice, with the same content, cue and source"] : [];
    seen.add(key);
    const wrong = [
      ...twice,
      ...spanProblems(statement, points),
      ...labelProblems(document, statement, points, text),
    ];
    return wrong.map((message) => fault("gold-invalid", message, here, index));
  });
}

function spanProblems(statement: LabelledStatement, points: readonly string[]): string[] {
  const { source, cue, content } = statement;
  const untrimmed = spansOf(statement)
    .filter(({ span }) => isInside(span, points.length) && WHITE_SPACE.test(wordsOf(points, [span])))
    .map(({ part, span }) => `the ${part} ${spanText(span)} begins or ends with white space`);
  const disordered = Object.entries({ source, cue, content })
    .filter(([, spans]) => spans.some(([start], i) => i > 0 && start < spans[i - 1]![1]))
    .map(([part]) => `the spans of the ${part} are not in the order of the text, or overlap`);
  return [...untrimmed, ...disordered];
}

function labelProblems(
  { attributionOnly }: LabelledDocument,
  { speaker, speakerType, targets, content, cue }: LabelledStatement,
  points: readonly string[],
  text: string,
): string[] {
  if (attributionOnly) return [];
  const problems: string[] = [];
  if (targets.length < 1 || targets.length > MOST_TARGETS)
    problems.push(`it has ${targets.length} targets, and not one to three`);
  if (speakerType === null) problems.push("the speaker's type is missing");
  if (speaker !== null && speakerType === "none") problems.push(`the speaker ${speaker} has the type none`);
  if (speaker === null && speakerType && speakerType !== "none")
    problems.push(`there is no speaker, and the type is ${speakerType}`);
  problems.push(...absent("speaker", speaker, text));
  for (const target of targets) {
    problems.push(...absent("target", target.name, text), ...wrongWords(target, points));
    if (target.span && ![...content, ...cue].some((span) => holds(span, target.span!)))
      problems.push(`the target ${target.name} stands neither in the content nor in the cue`);
  }
  return problems;
}

/**
 * A name occurs when its capitalised words do, and one word at least. Names may be noun phrases that sum up what the
 * text says in other forms ("the walkout" of those who "walked out"), so a word is known by its first letters.
 */
function absent(part: string, name: string | null, text: string): string[] {
  const words = name?.normalize("NFC").match(WORD) ?? [];
  const missing = words.filter((word) => !text.includes(stemOf(word)));
  const proper = missing.filter((word) => CAPITAL.test(word));
  if (missing.length === 0 || (proper.length === 0 && missing.length < words.length)) return [];
  const named = proper.length > 0 ? proper : missing;
  return [`the ${part}'s name “${name}” does not occur: the text has no “${named.join(" ")}”`];
}

const stemOf = (word: string): string => folded(word).slice(0, STEM);

/** Lower case, without the dot that Turkish capitals leave on an i. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll("\u0307", "");
}

function wrongWords({ name, span, text }: LabelledTarget, points: readonly string[]): string[] {
  if (!span) return [`the target ${name} has no span`];
  if (text === undefined || !isInside(span, points.length)) return [];
  const found = wordsOf(points, [span]);
  return found === text
    ? []
    : [`the target's words are “${text}”, and at ${spanText(span)} stands “${found}”`];
}

const holds = ([start, end]: Span, inner: Span): boolean => start <= inner[0] && inner[1] <= end;
