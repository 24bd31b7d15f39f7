import { figuresOf } from "./figures.js";
import { FIGURES, type Tally } from "./tally.js";

export const FIGURE_NAMES = [...FIGURES, "stance_macro"] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

const ATTRIBUTION_FIGURES: readonly FigureName[] = [
  "statement",
  "content_exact",
  "content_chars",
  "cue",
  "source",
];

/** What can be measured: less where neither speakers nor targets were labelled. */
export function measuredFigures(attributionOnly: boolean): readonly FigureName[] {
  return attributionOnly ? ATTRIBUTION_FIGURES : FIGURE_NAMES;
}

/** F1 of figures over documents, in percent. */
export function f1Of(tallies: readonly Tally[], names: readonly FigureName[]): number[] {
  const figures = figuresOf(tallies);
  return names.map((name) => (name === "stance_macro" ? figures.stanceMacro : figures.scores[name].f1));
}
