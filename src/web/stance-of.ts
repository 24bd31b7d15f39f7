import type { Statement } from "../schemas/index.js";

export type Stance = Statement["targets"][number]["stance"];

/** The stance a statement is coloured by: that towards its chief target. */
export function chiefStance({ targets }: Statement): Stance {
  return targets[0]?.stance ?? "neutral";
}

/** What a reader sees of a stance. */
export const STANCE_WORDS: Readonly<Record<Stance, string>> = {
  favor: "for",
  against: "against",
  neutral: "neutral on",
};
