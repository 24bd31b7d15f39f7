import { calibrated, nameExtent, pieceOf, type WindowView, type WordRange } from "../graph/index.js";
import type { ModelSettings } from "../schemas/index.js";
import type { PieceDocument } from "../windows/index.js";
import { type NameCandidate, nameCandidates } from "./candidates.js";
import { distanceBucket, lowerWords, matchFeature } from "./match.js";

/** A source, cue or target whose name is wanted, and the window in which it was read. */
export interface Mention extends WordRange {
  readonly view: WindowView;
}

/** The words of a mention's canonical name; null where nobody is named or it cannot be told. */
export interface ResolvedName {
  readonly name: WordRange | null;
  readonly confidence: number;
}

/** Windows on each side that a mention looks at, besides the first ones, where people are introduced. */
const REACH = 6;
const INTRODUCTION = 3;

/**
 * A function from a mention to its canonical name, among the names of the whole document. The mention's query is held
 * against each candidate's key, with learned biases for distance and for matching words; "no name" is a candidate too.
 */
export function nameResolver(
  document: PieceDocument,
  views: readonly WindowView[],
  owner: Int32Array,
  settings: ModelSettings,
): (mention: Mention) => ResolvedName {
  const byWindow = nameCandidates(views, owner, settings.antecedent.candidatesPerWindow);
  const lower = lowerWords(document);
  return (mention) => {
    const candidates = reachable(byWindow, views.indexOf(mention.view));
    const none = attraction(mention, mention.view, 0, mention.view.outputs.nameLogit[0] ?? 0, settings);
    const scores = candidates.map((candidate) => {
      const { antecedent } = settings;
      const distance = (document.firstPiece[candidate.word] ?? 0) - (document.firstPiece[mention.first] ?? 0);
      const bias =
        (antecedent.distanceBias[distanceBucket(distance)] ?? 0) +
        (antecedent.matchBias[matchFeature(document, lower, mention, candidate.word)] ?? 0);
      return attraction(mention, candidate.view, candidate.piece, candidate.logit, settings) + bias;
    });
    return choose(candidates, scores, none, lower, document.words.starts.length, settings);
  };
}

function reachable(byWindow: readonly NameCandidate[][], at: number): NameCandidate[] {
  return byWindow.filter((_, i) => i < INTRODUCTION || Math.abs(i - at) <= REACH).flat();
}

function attraction(
  mention: Mention,
  view: WindowView,
  piece: number,
  logit: number,
  settings: ModelSettings,
): number {
  const { mentionQuery, nameLogit } = mention.view.outputs;
  const size = mentionQuery.length / nameLogit.length;
  const from = pieceOf(mention.view, mention.first) * size;
  const { mentionKey } = view.outputs;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (mentionQuery[from + i] ?? 0) * (mentionKey[piece * size + i] ?? 0);
  return sum * settings.antecedent.scale + logit;
}

function choose(
  candidates: readonly NameCandidate[],
  scores: readonly number[],
  none: number,
  lower: (word: number) => string,
  wordCount: number,
  settings: ModelSettings,
): ResolvedName {
  let best = -1;
  scores.forEach((score, i) => {
    if (score >= none && (best < 0 || score > (scores[best] ?? 0))) best = i;
  });
  const highest = Math.max(none, scores[best] ?? none);
  const weight = (score: number) => Math.exp(score - highest);
  const all = scores.reduce((sum, score) => sum + weight(score), weight(none));
  const sure = (share: number) => calibrated(share / all, settings.temperatures.antecedent);
  const winner = candidates[best];
  if (!winner) return { name: null, confidence: sure(weight(none)) };
  // The same name stands in several places: what they weigh together says how sure the name is.
  const word = lower(winner.word);
  const same = scores.reduce(
    (sum, score, i) => (lower(candidates[i]!.word) === word ? sum + weight(score) : sum),
    0,
  );
  const name = { first: winner.word, end: nameExtent(winner.view, winner.word, wordCount) };
  return { name, confidence: sure(same) };
}
