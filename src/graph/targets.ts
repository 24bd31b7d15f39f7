import type { ModelSettings } from "../schemas/index.js";
import { type Mention, mentionAt } from "./mentions.js";
import { nameExtent } from "./name-extent.js";
import { calibrated, sigmoid } from "./numbers.js";
import type { WordRange } from "./roles.js";
import { pieceLength, pieceOf, type WindowView } from "./window-view.js";

/** A target of a statement, and the logits of favor, against, neutral. */
export interface TargetEdge {
  readonly mention: Mention;
  readonly confidence: number;
  readonly stanceLogits: Float32Array;
}

interface Candidate {
  readonly word: number;
  readonly stop: number;
  readonly score: number;
}

/** One to three targets of a window's n-th cue, chief first: the best words of its content and of the cue. */
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
    if (chosen.some(({ mention }) => word < mention.end && mention.first < end)) continue;
    chosen.push({
      mention: mentionAt(view, { first: word, end }, settings),
      confidence: calibrated(score, settings.temperatures.target),
      stanceLogits: stanceLogits(view, n, word),
    });
  }
  return chosen;
}

function candidates(view: WindowView, n: number, { first, end }: WordRange): Candidate[] {
  const found: Candidate[] = [];
  for (let word = first; word < end; word++) {
    found.push({ word, stop: end, score: targetProbability(view, n, word) });
  }
  return found;
}

/** How likely it is that a target of a window's n-th cue begins at a word. */
export function targetProbability(view: WindowView, n: number, word: number): number {
  return sigmoid(view.outputs.targetLogits[n * pieceLength(view) + pieceOf(view, word)] ?? 0);
}

/** Logits of favor, against, neutral of a window's n-th cue towards what is named at a word. */
export function stanceLogits(view: WindowView, n: number, word: number): Float32Array {
  const at = (n * pieceLength(view) + pieceOf(view, word)) * 3;
  return view.outputs.stanceLogits.slice(at, at + 3);
}
