import type { ModelSettings } from "../schemas/index.js";
import { calibrated, indexOfGreatest, softmax } from "./numbers.js";
import { decodeRoles, type WordRange } from "./roles.js";
import { decodeTargets, type TargetEdge } from "./targets.js";
import { pieceOf, type WindowView } from "./window-view.js";

/** A statement as edges from its cue, all in words of the document. */
export interface CueEdges {
  readonly view: WindowView;
  /** Which of the window's cues this is. */
  readonly row: number;
  readonly cue: WordRange;
  readonly source: readonly WordRange[];
  readonly content: readonly WordRange[];
  readonly targets: readonly TargetEdge[];
  readonly confidence: number;
}

const INSIDE = 2;

/** Reads the statements of a window off its outputs; `owns` says for a cue's first word whether this window decides it. */
export function decodeWindow(
  view: WindowView,
  settings: ModelSettings,
  owns: (word: number) => boolean,
): CueEdges[] {
  const found: CueEdges[] = [];
  view.outputs.cueIndex.forEach((piece, row) => {
    const word = wordOfPiece(view, piece);
    if (word === undefined || !owns(word)) return;
    const begins = softmax(view.outputs.cueLogits, piece * 3, 3)[1] ?? 0;
    if (begins < settings.cueThreshold) return;
    const edges = decodeCue(view, row, { first: word, end: cueEnd(view, word) }, begins, settings);
    if (edges) found.push(edges);
  });
  return found;
}

function decodeCue(
  view: WindowView,
  row: number,
  cue: WordRange,
  begins: number,
  settings: ModelSettings,
): CueEdges | undefined {
  const { source, content, meanLogProbability } = decodeRoles(view, row);
  if (content.length === 0) return undefined;
  const targets = decodeTargets(view, row, content, cue, settings);
  const confidence = calibrated(begins * Math.exp(meanLogProbability), settings.temperatures.cue);
  return { view, row, cue, source, content, targets, confidence };
}

/** The word whose first piece this is; a later piece of a word, or a special token, is none. */
function wordOfPiece(view: WindowView, piece: number): number | undefined {
  const { document, window } = view;
  const wanted = piece - 1 + (document.firstPiece[window.begin] ?? 0);
  let low = window.begin;
  let high = window.end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((document.firstPiece[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return piece > 0 && low < window.end && document.firstPiece[low] === wanted ? low : undefined;
}

function cueEnd(view: WindowView, first: number): number {
  let end = first + 1;
  const isInside = (word: number) =>
    indexOfGreatest(view.outputs.cueLogits, pieceOf(view, word) * 3, 3) === INSIDE;
  while (end < view.window.end && isInside(end)) end++;
  return end;
}
