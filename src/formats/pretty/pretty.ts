import { createColors } from "picocolors";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import type { DocumentResult, RequestedStance, Statement, Target } from "../../schemas/index.js";
import { languageName, languageWarning } from "./language.js";
import { prettySummary } from "./pretty-summary.js";
import { type Colors, oneLine, percent, stanceMark } from "./terminal.js";

export interface PrettyOptions {
  readonly colors: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** What to call a document without title and id. */
  readonly name: string;
}

const INDENT = "     ";
const HANG = " ".repeat("▲ against  ".length);
const LEAST_WIDTH = 40;
const MOST_WIDTH = 120;

/** A document's statements for a person at a terminal: each with its speaker, targets and words, and who is for what. */
export function prettyDocument(result: DocumentResult, options: PrettyOptions): string {
  const c = createColors(options.colors);
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, options.width));
  const parts = [
    heading(result, options.name, c),
    ...result.statements.map((statement) => prettyStatement(statement, width, c)),
    prettySummary(result.statements, width, c),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function heading({ document, statements, timing, model }: DocumentResult, name: string, c: Colors): string {
  const count = `${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  const facts = [count, languageName(document.language.code), `${timing.totalMs.toFixed(0)} ms`].join(" · ");
  const title = oneLine(document.title ?? document.id ?? name);
  const line = `${c.bold(title)} ${c.dim(`· ${facts}`)}`;
  const warning = languageWarning(document.language, model);
  return warning ? `${line}\n${c.yellow(warning)}` : line;
}

function prettyStatement(statement: Statement, width: number, c: Colors): string {
  const { id, content, targets, requested = [] } = statement;
  const head = `${c.dim(id.slice(1).padStart(3))}  ${who(statement, c)}`;
  const facts = c.dim(`${statement.kind} ${percent(statement.confidence)}`);
  const gap = Math.max(2, width - stringWidth(head) - stringWidth(facts));
  const words = wrapAnsi(oneLine(content.text), width - INDENT.length, { hard: true }).split("\n");
  return [
    head + " ".repeat(gap) + facts,
    ...targets.flatMap((target) => hanging(prettyTarget(target, c), width)),
    ...requested.flatMap((one) => hanging(prettyRequested(one, c), width)),
    ...words.map((line) => INDENT + line),
  ].join("\n");
}

/** Lines of a name behind its mark; a long name goes on under itself. */
function hanging(text: string, width: number): string[] {
  const lines = wrapAnsi(text, width - INDENT.length - HANG.length, { hard: true }).split("\n");
  return lines.map((line, i) => INDENT + (i === 0 ? "" : HANG) + line);
}

/** "Ali Bagheri (He) stressed" */
function who({ speaker, source, cue }: Statement, c: Colors): string {
  const name = speaker ? c.bold(c.cyan(oneLine(speaker.name))) : "";
  const words = source && source.text !== speaker?.name ? oneLine(source.text) : "";
  const mention = name && words ? c.dim(`(${words})`) : words;
  const nobody = name || words ? "" : c.dim("(nobody named)");
  return [name, mention, nobody, cue ? c.italic(oneLine(cue.text)) : ""].filter(Boolean).join(" ");
}

function prettyTarget({ name, text, stance, scores }: Target, c: Colors): string {
  const words = oneLine(text) === oneLine(name) ? "" : ` ${c.dim(`(${oneLine(text)})`)}`;
  return `${stanceMark(stance, c)}  ${oneLine(name)}${words} ${c.dim(percent(scores[stance]))}`;
}

function prettyRequested({ name, concerned, stance, scores }: RequestedStance, c: Colors): string {
  if (!concerned || !stance || !scores) return c.dim(`· not about  ${oneLine(name)}`);
  return `${stanceMark(stance, c)}  ${oneLine(name)} ${c.dim(`${percent(scores[stance])}, asked for`)}`;
}
