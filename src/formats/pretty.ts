import { createColors } from "picocolors";
import type { DocumentResult, Statement } from "../schemas/index.js";

export interface PrettyOptions {
  readonly colors: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** What to call a document without an id. */
  readonly name: string;
}

const MARKS = { favor: "▲", against: "▼", neutral: "●" } as const;
const INDENT = "     ";

/** A document's statements for a person at a terminal. */
export function prettyDocument(result: DocumentResult, options: PrettyOptions): string {
  const c = createColors(options.colors);
  const { document, statements, timing, model } = result;
  const count = `${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  const head = [
    c.bold(document.title ?? document.id ?? options.name),
    document.language.code,
    count,
    `${timing.totalMs.toFixed(0)} ms`,
  ];
  const lines = [head.join(c.dim(" · "))];
  if (!document.language.trainedFor) {
    lines.push(
      c.yellow(
        `the model ${model.name} was not trained for this language (${document.language.code}): take it with care`,
      ),
    );
  }
  return `${[...lines, "", ...statements.map((statement) => prettyStatement(statement, options))].join("\n")}\n`;
}

function prettyStatement(statement: Statement, options: PrettyOptions): string {
  const c = createColors(options.colors);
  const { speaker, source, cue, kind, confidence } = statement;
  const name = speaker ? c.bold(c.cyan(speaker.name)) : c.dim("(nobody named)");
  const as = source && source.text !== speaker?.name ? c.dim(` “${source.text}”`) : "";
  const type = speaker ? c.dim(` ${speaker.type}`) : "";
  const number = statement.id.slice(1).padStart(3);
  const head = `${c.dim(number)}  ${name}${as}${type}${c.dim(" · ")}${cue?.text ?? ""}${c.dim(` · ${kind} · ${percent(confidence)}`)}`;
  const targets = statement.targets.map((target) => {
    const also = target.text === target.name ? "" : c.dim(` (${target.text})`);
    return `${INDENT}${mark(target.stance, c)} ${target.name}${also} ${c.dim(percent(target.scores[target.stance]))}`;
  });
  const requested = (statement.requested ?? [])
    .filter((one) => one.concerned && one.stance)
    .map((one) => `${INDENT}${mark(one.stance ?? "neutral", c)} ${one.name} ${c.dim("asked for")}`);
  return [
    head,
    ...targets,
    ...requested,
    ...wrap(statement.content.text, options.width).map((line) => INDENT + c.dim(line)),
    "",
  ].join("\n");
}

function mark(stance: keyof typeof MARKS, c: ReturnType<typeof createColors>): string {
  const paint = { favor: c.green, against: c.red, neutral: c.blue }[stance];
  return paint(`${MARKS[stance]} ${stance.padEnd(7)}`);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Breaks a text at spaces so that no line is wider than the terminal. */
function wrap(text: string, width: number): string[] {
  const room = Math.max(20, width - INDENT.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line && line.length + word.length + 1 > room) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return line ? [...lines, line] : lines;
}
