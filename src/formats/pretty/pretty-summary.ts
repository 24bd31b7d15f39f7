import wrapAnsi from "wrap-ansi";
import type { Statement } from "../../schemas/index.js";
import { type Colors, oneLine, stanceSign } from "./terminal.js";

type Counts = Map<string, number>;

const INDENT = "       ";

/** Who is for and against what, over the whole document; empty where nobody takes a side. */
export function prettySummary(statements: readonly Statement[], width: number, c: Colors): string {
  const speakers = new Map<string, { favor: Counts; against: Counts }>();
  for (const { speaker, targets } of statements) {
    for (const { name, stance } of targets) {
      if (!speaker || stance === "neutral") continue;
      const sides = speakers.get(speaker.name) ?? { favor: new Map(), against: new Map() };
      speakers.set(speaker.name, sides);
      sides[stance].set(name, (sides[stance].get(name) ?? 0) + 1);
    }
  }
  if (speakers.size === 0) return "";
  const lines = [...speakers].flatMap(([name, { favor, against }]) => [
    `     ${c.bold(c.cyan(oneLine(name)))}`,
    ...side("favor", favor, width, c),
    ...side("against", against, width, c),
  ]);
  return [c.bold("     For and against"), ...lines].join("\n");
}

function side(stance: "favor" | "against", counts: Counts, width: number, c: Colors): string[] {
  if (counts.size === 0) return [];
  const names = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => (count > 1 ? `${oneLine(name)} ×${count}` : oneLine(name)));
  const text = wrapAnsi(names.join(", "), width - INDENT.length - 2, { hard: true }).split("\n");
  return text.map((line, i) => `${INDENT}${i === 0 ? stanceSign(stance, c) : " "} ${line}`);
}
