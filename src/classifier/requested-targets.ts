import {
  type CueEdges,
  type Mention,
  mentionAt,
  stanceLogits,
  targetProbability,
  type WindowView,
  type WordRange,
} from "../graph/index.js";
import type { ResolveName } from "../resolution/index.js";
import type { ModelSettings, RequestedStance, RequestedTarget } from "../schemas/index.js";
import { findWords, spanOfWords, textOfWords, type Words, wordNumbers, wordText } from "../text/index.js";
import { stanceScores, strongest } from "./name-statements.js";

/** A target that the caller named, its name and aliases as lower-case words. */
export interface WantedTarget {
  readonly name: string;
  readonly names: readonly (readonly string[])[];
}

/** Words of a statement that may mean the target, with the stance towards them. */
export interface PossibleMention {
  readonly mention: Mention;
  readonly likelihood: number;
  readonly stanceLogits: Float32Array;
  /** The words are the name itself; if not, they must resolve to it. */
  readonly literal: boolean;
}

export function wantedTargets(requested: readonly RequestedTarget[]): WantedTarget[] {
  return requested.map(({ name, aliases = [] }) => ({ name, names: [name, ...aliases].map(nameWords) }));
}

/**
 * Words of a statement that may mean a target: the name or an alias as it stands, a word with which one of them ends
 * ("Fidan" for "Hakan Fidan"), and whatever is likely to be a target of the statement ("him").
 */
export function possibleMentions(
  view: WindowView,
  { row, content, cue, targets }: CueEdges,
  { names }: WantedTarget,
  settings: ModelSettings,
): PossibleMention[] {
  const { words } = view.document;
  const possible = (range: WordRange, literal: boolean): PossibleMention => ({
    mention: mentionAt(view, range, settings),
    likelihood: targetProbability(view, row, range.first),
    stanceLogits: stanceLogits(view, row, range.first),
    literal,
  });
  const places = [...content, cue].flatMap(wordsOf);
  const lasts = new Set(names.map((name) => name.at(-1)));
  const mayResolve = ({ first, end }: WordRange) =>
    lasts.has(plain(wordText(words, end - 1))) ||
    targetProbability(view, row, first) >= settings.targetThreshold;
  return [
    ...occurrences(words, places, names).map((range) => possible(range, true)),
    ...[...places.filter(mayResolve), ...targets.map(({ mention }) => mention)].map((range) =>
      possible(range, false),
    ),
  ];
}

/** The stance on a target, read at its likeliest mention; not concerned where there is none. */
export function requestedStance(
  words: Words,
  { name, names }: WantedTarget,
  possible: readonly PossibleMention[],
  resolve: ResolveName,
  settings: ModelSettings,
): RequestedStance {
  const isNamed = ({ literal, mention }: PossibleMention) =>
    literal || resolvesTo(words, resolve, mention, names);
  const [best] = possible.filter(isNamed).sort((a, b) => b.likelihood - a.likelihood);
  if (!best) return { name, concerned: false, span: null, stance: null, scores: null };
  const scores = stanceScores(best.stanceLogits, settings);
  const span = spanOfWords(words, best.mention.first, best.mention.end);
  return { name, concerned: true, span, stance: strongest(scores), scores };
}

function resolvesTo(
  words: Words,
  resolve: ResolveName,
  mention: Mention,
  names: WantedTarget["names"],
): boolean {
  const { name } = resolve(mention);
  if (!name) return false;
  const found = nameWords(textOfWords(words, name.first, name.end));
  return names.some(
    (wanted) => wanted.length === found.length && wanted.every((word, i) => word === found[i]),
  );
}

function nameWords(name: string): string[] {
  const words = findWords(name.normalize());
  return Array.from(words.starts, (_, w) => plain(wordText(words, w)));
}

/** Upper and lower case, composed and decomposed letters alike. */
function plain(word: string): string {
  return word.normalize().toLowerCase();
}

function wordsOf({ first, end }: WordRange): WordRange[] {
  return wordNumbers(first, end).map((word) => ({ first: word, end: word + 1 }));
}

/** Where the names stand in the text, beginning at one of the places. */
function occurrences(words: Words, places: readonly WordRange[], names: WantedTarget["names"]): WordRange[] {
  const standsAt = (name: readonly string[], first: number) =>
    name.length > 0 &&
    first + name.length <= words.starts.length &&
    name.every((word, i) => word === plain(wordText(words, first + i)));
  return places.flatMap(({ first }) =>
    names.filter((name) => standsAt(name, first)).map((name) => ({ first, end: first + name.length })),
  );
}
