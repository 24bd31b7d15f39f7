import type { LabelledStatement, LabelledTarget, Span } from "../../schemas/index.js";
import { ERROR_KINDS, type ErrorKind, type StatementError } from "../errors-of.js";
import { sameName } from "../names.js";
import { escaped } from "./html.js";

/** Characters of text that are shown around a statement. */
const AROUND = 140;

/** Errors with gold and predicted side by side, and buttons that show those of one kind. It needs no script. */
export function errorBrowser(errors: readonly StatementError[]): string {
  if (errors.length === 0) return `<p class="panel">There is no error: every statement came out right.</p>`;
  const kinds = ERROR_KINDS.filter((kind) => errors.some((one) => one.kinds.includes(kind)));
  const count = (kind: ErrorKind) => errors.filter((one) => one.kinds.includes(kind)).length;
  const button = (id: string, name: string, number: number, checked = "") =>
    `<span><input type="radio" name="kind" id="${id}"${checked}><label for="${id}">${name} ${number}</label></span>`;
  const buttons = [
    button("all-kinds", "all", errors.length, " checked"),
    ...kinds.map((kind) => button(`show-${slug(kind)}`, kind, count(kind))),
  ];
  const hiding = kinds.map(
    (kind) => `body:has(#show-${slug(kind)}:checked) .error:not(.is-${slug(kind)}) { display: none; }`,
  );
  return `<style>${hiding.join("\n")}</style>
<fieldset class="kinds"><legend>Show errors of</legend>${buttons.join("\n")}</fieldset>
<p class="key note"><span class="content">content</span><span class="cue">cue</span><span class="source">source</span><span class="target">target</span> <span class="wrong">underlined</span>: not as in gold</p>
${errors.map(errorArticle).join("\n")}`;
}

const slug = (kind: ErrorKind): string => kind.replaceAll(" ", "-");

function errorArticle({ kinds, document, gold, predicted }: StatementError): string {
  const points = Array.from(document.text);
  const window = windowOf([gold, predicted], points.length);
  const title = typeof document.fields?.title === "string" ? document.fields.title : "";
  const marks = kinds.map((kind) => `<span class="kind">${kind}</span>`).join(" ");
  return `<article class="panel error ${kinds.map((kind) => `is-${slug(kind)}`).join(" ")}">
<header><strong>${escaped(document.id)}</strong> <span>${escaped(title)}</span> ${marks}</header>
<div class="sides">${sideOf("gold", gold, null, points, window)}${sideOf("predicted", predicted, gold, points, window)}</div>
</article>`;
}

/** What both sides show of the text. */
function windowOf(statements: readonly (LabelledStatement | null)[], length: number): Span {
  const spans = statements.flatMap((one) => (one ? [...one.source, ...one.cue, ...one.content] : []));
  const start = Math.min(...spans.map(([from]) => from)) - AROUND;
  const end = Math.max(...spans.map(([, to]) => to)) + AROUND;
  return [Math.max(0, start), Math.min(length, end)];
}

function sideOf(
  name: string,
  statement: LabelledStatement | null,
  gold: LabelledStatement | null,
  points: readonly string[],
  window: Span,
): string {
  const head = `<div class="side"><h3>${name}</h3><blockquote>${passage(statement, points, window)}</blockquote>`;
  if (!statement) return `${head}<p class="lead">no such statement</p></div>`;
  const { speaker, speakerType, targets, confidence } = statement;
  const wrongSpeaker = gold !== null && !sameName(gold.speaker, speaker);
  const said = speaker ?? "(nobody)";
  const speakerLine = speakerType
    ? `<p>speaker: ${wrongSpeaker ? wrong(said) : escaped(said)} <span class="lead">${speakerType}</span></p>`
    : "";
  const sure =
    confidence === undefined ? "" : `<p class="lead">confidence ${Math.round(confidence * 100)}%</p>`;
  return `${head}${speakerLine}${targets.map((target) => targetLine(target, gold)).join("")}${sure}</div>`;
}

const wrong = (text: string): string => `<span class="wrong">${escaped(text)}</span>`;

function targetLine(target: LabelledTarget, gold: LabelledStatement | null): string {
  const same = gold?.targets.find((one) => sameName(one.name, target.name) || overlap(one.span, target.span));
  const known = gold === null || same !== undefined;
  const stance = same && same.stance !== target.stance ? wrong(target.stance) : escaped(target.stance);
  return `<p><span class="${target.stance}">${stance}</span> ${known ? escaped(target.name) : wrong(target.name)}</p>`;
}

function overlap(a: Span | null, b: Span | null): boolean {
  return a !== null && b !== null && Math.max(a[0], b[0]) < Math.min(a[1], b[1]);
}

/** A piece of the text in which the parts of a statement are marked; parts may lie in one another. */
function passage(statement: LabelledStatement | null, points: readonly string[], [from, to]: Span): string {
  const parts: readonly (readonly [string, readonly Span[]])[] = statement
    ? [
        ["content", statement.content],
        ["cue", statement.cue],
        ["source", statement.source],
        ["target", statement.targets.flatMap(({ span }) => (span ? [span] : []))],
      ]
    : [];
  const bounds = parts.flatMap(([, spans]) => spans.flat()).filter((at) => at > from && at < to);
  const cuts = [...new Set([from, ...bounds, to])].sort((a, b) => a - b);
  const pieces = cuts.slice(0, -1).map((start, index) => {
    const text = escaped(points.slice(start, cuts[index + 1]).join(""));
    const names = parts
      .filter(([, spans]) => spans.some(([a, b]) => a <= start && start < b))
      .map(([name]) => name);
    return names.length > 0 ? `<span class="${names.join(" ")}">${text}</span>` : text;
  });
  return `${from > 0 ? "…" : ""}${pieces.join("")}${to < points.length ? "…" : ""}`;
}
