import type { Statement } from "../schemas/index.js";

export type Stance = Statement["targets"][number]["stance"];

export const STANCES: readonly Stance[] = ["favor", "against", "neutral"];

/** What a reader sees of a stance. */
export const STANCE_WORDS: Readonly<Record<Stance, string>> = {
  favor: "for",
  against: "against",
  neutral: "neutral",
};

/** What a reader sees where no speaker is named. */
export const NOBODY = "nobody named";

export const speakerOf = ({ speaker }: Statement): string => speaker?.name ?? NOBODY;

export interface StanceOn {
  readonly name: string;
  readonly stance: Stance;
  readonly own: boolean;
}

/**
 * All stances of a statement: on what it is about, and on the targets that the person named. Each name has one; where
 * the model found a target that the person named too, it is that on the person's.
 */
export function stancesOf({ targets, requested = [] }: Statement): StanceOn[] {
  const found = targets.map(({ name, stance }) => ({ name, stance, own: false }));
  const asked = requested.flatMap(({ name, stance }) => (stance ? [{ name, stance, own: true }] : []));
  return [...new Map([...found, ...asked].map((one) => [one.name, one])).values()];
}
