import type { createColors } from "picocolors";
import type { Stance } from "../../schemas/index.js";

export type Colors = ReturnType<typeof createColors>;

/** Control characters, and those that turn the direction of text: a text must not command the terminal. */
const COMMANDS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const MARKS = { favor: "▲", against: "▼", neutral: "●" } as const;

/** A text on one line, safe to show. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(COMMANDS, "\ufffd").trim();
}

/** "▲ favor", coloured, as wide for each stance. */
export function stanceMark(stance: Stance, c: Colors): string {
  return paint(stance, c)(`${MARKS[stance]} ${stance.padEnd("against".length)}`);
}

/** "▲" alone. */
export function stanceSign(stance: Stance, c: Colors): string {
  return paint(stance, c)(MARKS[stance]);
}

function paint(stance: Stance, c: Colors): (text: string) => string {
  return { favor: c.green, against: c.red, neutral: c.blue }[stance];
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
