/** Predictions against gold: matching, figures, intervals, breakdowns. It never runs the model. */
export { bootstrapIntervals, seededRandom } from "./bootstrap.js";
export { type BreakdownRow, breakdown, sourceForm } from "./breakdown.js";
export { type Figures, figuresOf, kappaOf, type Score } from "./figures.js";
export { sameName } from "./names.js";
export { FIGURES, type Figure, type GoldOutcome, type Tally, tallyDocument } from "./tally.js";
