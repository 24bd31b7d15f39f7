import { calibrated, dotProduct, type Mention, type WindowNames, type WordRange } from "../graph/index.js";
import type { ModelSettings } from "../schemas/index.js";
import type { GiveWay } from "../text/index.js";
import type { PieceDocument } from "../windows/index.js";
import { acronymOf, spellsOut } from "./acronym.js";
import { bareNames } from "./bare-name.js";
import { distanceBucket, matchFeature } from "./biases.js";
import { type Candidates, candidatesOf, firstWordId, matchingWord, nameOf, shares } from "./candidates.js";
import { lastTellingWord } from "./last-word.js";
import { wordIds } from "./word-ids.js";

/** The words of a mention's canonical name; null where nobody is named or it cannot be told. */
export interface ResolvedName {
  readonly name: WordRange | null;
  readonly confidence: number;
}

/** Finds a mention's canonical name. */
export type ResolveName = (mention: Mention) => ResolvedName;

/** Windows on each side that a mention looks at, besides the first ones, where people are introduced. */
const REACH = 6;
const INTRODUCTION = 3;

/** What of a mention its candidates are held against, besides its query. */
interface Place {
  readonly piece: number;
  readonly lastWord: number;
  /** Ids of its telling words, if it is nothing but a name. */
  readonly bare: ReadonlySet<number> | undefined;
  /** Is it an acronym of what stands from this word on? */
  isSpelledOut(first: number): boolean;
}

/** The candidates that a mention can reach, and their scores, window after window. */
interface Scored {
  readonly reach: readonly Candidates[];
  readonly scores: readonly Float64Array[];
}

/**
 * A function from a mention to its canonical name, among the names that the document's windows offer. The mention's
 * query is held against each name's key, with learned biases for distance and for matching words. Who is called by a
 * bare name has that name: others lose by it. What an acronym stands for gains.
 */
export async function nameResolver(
  document: PieceDocument,
  names: readonly WindowNames[],
  settings: ModelSettings,
  giveWay: GiveWay,
): Promise<ResolveName> {
  const wordId = wordIds(document.words);
  const bareName = await bareNames(document.words, wordId, giveWay);
  const prepared: Candidates[] = [];
  const candidates = (window: number) => {
    prepared[window] ??= candidatesOf(document, names[window]!, wordId);
    return prepared[window];
  };
  return (mention) => {
    const offered = reachable(names.length, mention.window).map(candidates);
    const own = candidatesOf(document, mention.own, wordId);
    const acronym = acronymOf(document.words, mention);
    const place = {
      piece: document.firstPiece[mention.first] ?? 0,
      lastWord: wordId(lastTellingWord(document.words, mention)),
      bare: bareName(mention),
      isSpelledOut: (first: number) => acronym !== undefined && spellsOut(document.words, first, acronym),
    };
    const scoresOf = (window: Candidates) => score(mention, place, window, settings);
    const scores = [...offered.map(scoresOf), countedOnce(own, scoresOf(own), offered)];
    return choose({ reach: [...offered, own], scores }, mention.none, settings);
  };
}

function reachable(windows: number, at: number): number[] {
  const from = Math.max(0, at - REACH);
  const to = Math.min(windows, at + REACH + 1);
  const first = Array.from({ length: Math.min(INTRODUCTION, from) }, (_, i) => i);
  return [...first, ...Array.from({ length: to - from }, (_, i) => from + i)];
}

function score(
  mention: Mention,
  place: Place,
  candidates: Candidates,
  { antecedent }: ModelSettings,
): Float64Array {
  const { first, logit, keys } = candidates.names;
  const scores = new Float64Array(first.length);
  for (let i = 0; i < scores.length; i++) {
    const word = first[i]!;
    const inside = word >= mention.first && word < mention.end;
    const match = matchingWord(candidates, i, place.lastWord);
    const spelledOut = place.isSpelledOut(word);
    const stranger = place.bare !== undefined && !spelledOut && !shares(candidates, i, place.bare);
    scores[i] =
      dotProduct(mention.query, keys, i * mention.query.length) * antecedent.scale +
      logit[i]! +
      antecedent.distanceBias[distanceBucket(candidates.firstPiece[i]! - place.piece)]! +
      antecedent.matchBias[matchFeature(inside, match, candidates.title[i] === 1)]! +
      (spelledOut ? antecedent.acronymBonus : 0) -
      (stranger ? antecedent.strangerPenalty : 0);
  }
  return scores;
}

/** The scores of a mention's own names: what a window offers as a name counts there, and weighs nothing here. */
function countedOnce(
  { names }: Candidates,
  scores: Float64Array,
  offered: readonly Candidates[],
): Float64Array {
  const isOffered = (i: number) => offered.some(({ words }) => words.has(names.first[i]!));
  return scores.map((value, i) => (isOffered(i) ? Number.NEGATIVE_INFINITY : value));
}

function choose({ reach, scores }: Scored, none: number, { temperatures }: ModelSettings): ResolvedName {
  const best = greatest(scores);
  const named = best.score >= none;
  const highest = Math.max(none, best.score);
  const weight = (score: number) => Math.exp(score - highest);
  const winner = named ? firstWordId(reach[best.window]!, best.i) : undefined;
  let all = weight(none);
  let same = 0;
  scores.forEach((values, w) => {
    values.forEach((value, i) => {
      all += weight(value);
      // The same name stands in several places: what they weigh together says how sure the name is.
      if (firstWordId(reach[w]!, i) === winner) same += weight(value);
    });
  });
  const share = (named ? same : weight(none)) / all;
  return {
    name: named ? nameOf(reach[best.window]!, best.i) : null,
    confidence: calibrated(share, temperatures.antecedent),
  };
}

/** The greatest score; the first of equals. */
function greatest(scores: readonly Float64Array[]): { window: number; i: number; score: number } {
  const best = { window: 0, i: 0, score: Number.NEGATIVE_INFINITY };
  scores.forEach((values, window) => {
    values.forEach((score, i) => {
      if (score > best.score) Object.assign(best, { window, i, score });
    });
  });
  return best;
}
