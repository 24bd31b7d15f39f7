/** Predictions against gold, and annotators against each other: matching, figures, intervals. It never runs the model. */
export {
  type Annotator,
  agree,
  cohenKappa,
  expectedDisagreement,
  fleissKappa,
  krippendorffAlpha,
  observedDisagreement,
  unitizedAlpha,
} from "./agreement/index.js";
export { bootstrapIntervals, seededRandom } from "./bootstrap.js";
export { breakdownShares } from "./breakdown.js";
export { type CurvePoint, calibrationOf, confidenceCurve } from "./calibration.js";
export { compareSystems } from "./compare.js";
export { evaluate, type KindsOf } from "./evaluate.js";
export { FIGURE_NAMES, type FigureName, f1Of } from "./figure-names.js";
export { type Figures, figuresOf, kappaOf, type Score } from "./figures.js";
export { sameName } from "./names.js";
export { type EvaluatedDocument, pairDocuments } from "./pair-documents.js";
export { FIGURES, type Tally, tallyDocument } from "./tally.js";
