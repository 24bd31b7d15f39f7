/** Annotators against each other: spans, labels, and what they disagree on. */
export { type Annotator, agree } from "./agree.js";
export { cohenKappa, fleissKappa, type Item, krippendorffAlpha } from "./nominal.js";
export { expectedDisagreement, observedDisagreement, unitizedAlpha } from "./unitized-alpha.js";
