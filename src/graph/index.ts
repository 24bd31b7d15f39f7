/** A window's outputs to statements as edges from their cues, and to the names that the window offers. */
export { dotProduct, type Mention, mentionAt } from "./mentions.js";
export type { WindowNames } from "./names.js";
export { calibrated } from "./numbers.js";
export { type CueEdges, readWindow, type WindowReading } from "./read-window.js";
export type { WordRange } from "./roles.js";
export { stanceLogits, type TargetEdge, targetProbability } from "./targets.js";
export type { WindowView } from "./window-view.js";
