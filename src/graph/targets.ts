import type { ModelSettings } from "../schemas/index.js";
import { nameExtent } from "./name-extent.js";
import { calibrated, sigmoid } from "./numbers.js";
import type { WordRange } from "./roles.js";
import { pieceOf, type WindowView } from "./window-view.js";

/** A target of a statement, and the logits of favor, against, neutral. */
export interface TargetEdge extends WordRange {
  readonly confidence: number;
  readonly stanceLogits: Float32Array;
}

interface Candidate {
  readonly word: number;
  readonly stop: number;
  readonly score: number;
}

/** One to three targets of a window's n-th cue, chief first: the best words of its content, else of the cue. */
export function decodeTargets(
  view: WindowView,
  n: number,
  content: readonly WordRange[],
  cue: WordRange,
  settings: ModelSettings,
): TargetEdge[] {
  const ranked = [...content, cue].flatMap((range) => candidates(view, n, range));
  ranked.sort((a, b) => b.score - a.score || a.word - b.word);
  const chosen: TargetEdge[] = [];
  for (const { word, stop, score } of ranked) {
    if (chosen.length === settings.maxTargets) break;
    if (chosen.length > 0 && score < settings.targetThreshold) break;
    const end = nameExtent(view, word, stop);
    if (chosen.some((other) => word < other.end && other.first < end)) continue;
    const confidence = calibrated(score, settings.temperatures.target);
    chosen.push({ first: word, end, confidence, stanceLogits: stanceLogits(view, n, word) });
  }
  return chosen;
}

function candidates(view: WindowView, n: number, range: WordRange): Candidate[] {
  const found: Candidate[] = [];
  const pieces = view.outputs.nameLogit.length;
  for (let word = range.first; word < Math.min(range.end, view.window.end); word++) {
    const logit = view.outputs.targetLogits[n * pieces + pieceOf(view, word)] ?? 0;
    found.push({ word, stop: range.end, score: sigmoid(logit) });
  }
  return found;
}

/** Logits of favor, against, neutral of a window's n-th cue towards what is named at a word. */
export function stanceLogits(view: WindowView, n: number, word: number): Float32Array {
  const pieces = view.outputs.nameLogit.length;
  const at = (n * pieces + pieceOf(view, word)) * 3;
  return view.outputs.stanceLogits.slice(at, at + 3);
}
