import type { Statement } from "../schemas/index.js";
import { type Stance, type StanceOn, speakerOf, stancesOf } from "./stances.js";

/** What the filters let through; an empty string stands for all. */
export interface Choice {
  readonly speaker: string;
  readonly target: string;
  readonly stance: string;
}

export const ALL: Choice = { speaker: "", target: "", stance: "" };

/** Target and stance must hold of the same target. */
export function fits(statement: Statement, choice: Choice): boolean {
  if (choice.speaker && speakerOf(statement) !== choice.speaker) return false;
  return (!choice.target && !choice.stance) || matching(statement, choice).length > 0;
}

/** The stance a statement is coloured by: that on the target which was chosen, else on its chief one. */
export function toneOf(statement: Statement, choice: Choice): Stance {
  const [first] = choice.target || choice.stance ? matching(statement, choice) : stancesOf(statement);
  return (first ?? statement.targets[0])?.stance ?? "neutral";
}

function matching(statement: Statement, { target, stance }: Choice): StanceOn[] {
  return stancesOf(statement).filter(
    (one) => (!target || one.name === target) && (!stance || one.stance === stance),
  );
}
