/** A window's outputs to statements as edges from their cues. */
export { type CueEdges, decodeWindow } from "./decode-window.js";
export { nameExtent } from "./name-extent.js";
export { calibrated, indexOfGreatest, softmax } from "./numbers.js";
export type { WordRange } from "./roles.js";
export { stanceLogits, type TargetEdge } from "./targets.js";
export { pieceOf, type WindowView } from "./window-view.js";
