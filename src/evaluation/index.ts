/** Predictions against gold: matching, figures, intervals, breakdowns. It never runs the model. */
export { bootstrapIntervals, seededRandom } from "./bootstrap.js";
export { type BreakdownRow, breakdown, sourceForm } from "./breakdown.js";
export { type Figures, figuresOf, kappaOf, type Score } from "./figures.js";
export type { LabelledDocument, LabelledStatement, LabelledTarget } from "./labelled.js";
export { sameName } from "./names.js";
export { labelledStatement, readGold } from "./read-gold.js";
export { FIGURES, type Figure, type GoldOutcome, type Tally, tallyDocument } from "./tally.js";
