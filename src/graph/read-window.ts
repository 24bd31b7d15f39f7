import { softmax } from "../encoder/index.js";
import type { ModelSettings, SpeakerType } from "../schemas/index.js";
import { type Mention, mentionAt } from "./mentions.js";
import { type WindowNames, windowNames } from "./names.js";
import { calibrated, indexOfGreatest } from "./numbers.js";
import { decodeRoles, type WordRange } from "./roles.js";
import { decodeTargets, type TargetEdge } from "./targets.js";
import { pieceOf, type WindowView } from "./window-view.js";

/** A statement as edges from its cue, all in words of the document. */
export interface CueEdges {
  /** Which of the window's cues this is. */
  readonly row: number;
  readonly cue: WordRange;
  readonly source: readonly WordRange[];
  readonly content: readonly WordRange[];
  readonly targets: readonly TargetEdge[];
  /** The source, or the cue where there is none. */
  readonly speaker: Mention;
  /** The likeliest of the model's types of those who have a name: without one there is no speaker. */
  readonly speakerType: SpeakerType;
  readonly confidence: number;
}

/** All that is kept of a window's outputs. */
export interface WindowReading {
  readonly edges: readonly CueEdges[];
  readonly names: WindowNames;
}

const INSIDE = 2;

/** Reads a window's outputs. `owns` says whether this window decides a word: cues and names are taken where it does. */
export function readWindow(
  view: WindowView,
  settings: ModelSettings,
  owns: (word: number) => boolean,
): WindowReading {
  const edges: CueEdges[] = [];
  view.outputs.cueIndex.forEach((piece, row) => {
    const word = wordOfPiece(view, piece);
    if (word === undefined || !owns(word)) return;
    const begins = softmax(view.outputs.cueLogits, piece * 3, 3)[1] ?? 0;
    if (begins < settings.cueThreshold) return;
    const edge = decodeCue(view, row, { first: word, end: cueEnd(view, word) }, begins, settings);
    if (edge) edges.push(edge);
  });
  return { edges, names: windowNames(view, owns, settings.antecedent.candidatesPerWindow) };
}

function decodeCue(
  view: WindowView,
  row: number,
  cue: WordRange,
  begins: number,
  settings: ModelSettings,
): CueEdges | undefined {
  const { source, content, meanLogProbability } = decodeRoles(view, row, cue);
  if (content.length === 0) return undefined;
  const speaker = mentionAt(view, source[0] ?? cue, settings);
  return {
    row,
    cue,
    source,
    content,
    targets: decodeTargets(view, row, content, cue, settings),
    speaker,
    speakerType: typeOfNamed(view, speaker.first, settings),
    confidence: calibrated(begins * Math.exp(meanLogProbability), settings.temperatures.cue),
  };
}

function typeOfNamed(view: WindowView, word: number, { speakerTypes }: ModelSettings): SpeakerType {
  const from = pieceOf(view, word) * speakerTypes.length;
  const logits = speakerTypes.map((type, i) =>
    type === "none" ? Number.NEGATIVE_INFINITY : (view.outputs.typeLogits[from + i] ?? 0),
  );
  return speakerTypes[indexOfGreatest(logits, 0, logits.length)] ?? "none";
}

/** The word whose first piece this is; a later piece of a word, or a special token, is none. */
function wordOfPiece({ document: { firstPiece }, window }: WindowView, piece: number): number | undefined {
  const wanted = piece - 1 + (firstPiece[window.begin] ?? 0);
  let low = window.begin;
  let high = window.end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((firstPiece[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return piece > 0 && low < window.end && firstPiece[low] === wanted ? low : undefined;
}

function cueEnd(view: WindowView, first: number): number {
  let end = first + 1;
  const isInside = (word: number) =>
    indexOfGreatest(view.outputs.cueLogits, pieceOf(view, word) * 3, 3) === INSIDE;
  while (end < view.window.end && isInside(end)) end++;
  return end;
}
