import type { BreakdownGroup, LabelledStatement } from "../schemas/index.js";
import { sameName } from "./names.js";
import type { GoldOutcome } from "./tally.js";

const PRONOUNS = new Set(
  "he she they it we i you who him her them his their one this that these those".split(" "),
);

/** How gold names the source: by the speaker's name, a pronoun, a role or description, or not at all. */
export function sourceForm({ source, speaker }: LabelledStatement, points: readonly string[]): string {
  if (source.length === 0) return "none";
  const words = source.map(([start, end]) => points.slice(start, end).join("")).join(" ");
  if (PRONOUNS.has(words.toLowerCase().trim())) return "pronoun";
  return speaker !== null && sameName(speaker, words) ? "name" : "role";
}

/** What a breakdown tells of each group, in the order in which it is shown. */
export function breakdownShares(
  attributionOnly: boolean,
): readonly ("found" | "source" | "speaker" | "quad")[] {
  return attributionOnly ? ["found", "source"] : ["found", "source", "speaker", "quad"];
}

/** Groups outcomes, and says for each group how often it was found and came out right. */
export function breakdown(
  outcomes: readonly GoldOutcome[],
  groupOf: (gold: GoldOutcome) => string,
  attributionOnly: boolean,
): BreakdownGroup[] {
  const groups = new Map<string, GoldOutcome[]>();
  for (const one of outcomes) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([group, members]) => {
      const targets = members.reduce((sum, one) => sum + one.targets, 0);
      const percent = (of: (one: GoldOutcome) => number, all: number) =>
        all === 0 ? 0 : (100 * members.reduce((sum, one) => sum + of(one), 0)) / all;
      return {
        group,
        statements: members.length,
        found: percent((one) => Number(one.matched), members.length),
        source: percent((one) => Number(one.sourceRight), members.length),
        speaker: attributionOnly ? null : percent((one) => Number(one.speakerRight), members.length),
        quad: attributionOnly ? null : percent((one) => one.quads, targets),
      };
    });
}
