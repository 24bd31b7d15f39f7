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

/** A name or alias as lower-case words. */
type PlainName = readonly string[];

/** A target that the caller named. */
export interface WantedTarget {
  readonly name: string;
  /** Its name and aliases, by the word with which they begin. */
  readonly byFirst: ReadonlyMap<string, readonly PlainName[]>;
  /** The words with which they end. */
  readonly lasts: ReadonlySet<string>;
  /** All of them, each as `keyOf` has it. */
  readonly keys: ReadonlySet<string>;
}

export interface WantedTargets {
  readonly targets: readonly WantedTarget[];
  /** Words with which a name of any of them begins or ends. */
  readonly edgeWords: ReadonlySet<string>;
}

/** Words of a statement that may mean the target, with the stance towards them. */
export interface PossibleMention {
  readonly mention: Mention;
  readonly likelihood: number;
  readonly stanceLogits: Float32Array;
  /** The words are the name itself; if not, they must resolve to it. */
  readonly literal: boolean;
}

export function wantedTargets(requested: readonly RequestedTarget[]): WantedTargets {
  const targets = requested.map(wantedTarget);
  const edgeWords = targets.flatMap(({ byFirst, lasts }) => [...byFirst.keys(), ...lasts]);
  return { targets, edgeWords: new Set(edgeWords) };
}

function wantedTarget({ name, aliases = [] }: RequestedTarget): WantedTarget {
  const names = [name, ...aliases].map(nameWords).filter((words) => words.length > 0);
  const byFirst = new Map<string, PlainName[]>();
  for (const words of names) byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), words]);
  return {
    name,
    byFirst,
    lasts: new Set(names.map((words) => words.at(-1)!)),
    keys: new Set(names.map(keyOf)),
  };
}

/** A word in lower case and composed letters; each is made once. */
export type PlainWord = (word: number) => string;

export function plainWords(words: Words): PlainWord {
  const known = new Map<number, string>();
  return (word) => {
    const text = known.get(word) ?? plain(wordText(words, word));
    known.set(word, text);
    return text;
  };
}

/**
 * Words of a statement that may mean a target, for each of the targets: the name or an alias as it stands, a word with
 * which one of them ends ("Fidan" for "Hakan Fidan"), and whatever is likely to be a target of the statement ("him").
 * What several targets have in common is read once.
 */
export function possibleMentions(
  view: WindowView,
  { row, content, cue, targets }: CueEdges,
  wanted: WantedTargets,
  plainWord: PlainWord,
  settings: ModelSettings,
): PossibleMention[][] {
  const count = view.document.words.starts.length;
  const possible = (literal: boolean) =>
    readOnce(
      (range): PossibleMention => ({
        mention: mentionAt(view, range, settings),
        likelihood: targetProbability(view, row, range.first),
        stanceLogits: stanceLogits(view, row, range.first),
        literal,
      }),
    );
  const [named, resolving] = [possible(true), possible(false)];
  const likeliest = targets.map(({ mention }) => resolving(mention));
  const within = [...content, cue].flatMap(wordsOf);
  const likely = new Set(
    within.filter(({ first }) => targetProbability(view, row, first) >= settings.targetThreshold),
  );
  const places = within.filter((place) => likely.has(place) || wanted.edgeWords.has(plainWord(place.first)));
  return wanted.targets.map(({ byFirst, lasts }) => {
    const mayResolve = places.filter((place) => likely.has(place) || lasts.has(plainWord(place.first)));
    return [
      ...occurrences(count, plainWord, places, byFirst).map(named),
      ...mayResolve.map(resolving),
      ...likeliest,
    ];
  });
}

/** The name that a mention has, as `keyOf` has it; each mention is resolved once. */
export type NameKey = (mention: Mention) => string | undefined;

export function resolvedKeys(words: Words, resolve: ResolveName): NameKey {
  const known = new Map<Mention, string | undefined>();
  return (mention) => {
    if (!known.has(mention)) {
      const { name } = resolve(mention);
      known.set(mention, name ? keyOf(nameWords(textOfWords(words, name.first, name.end))) : undefined);
    }
    return known.get(mention);
  };
}

/** The stance on a target, read at its likeliest mention; not concerned where there is none. */
export function requestedStance(
  words: Words,
  { name, keys }: WantedTarget,
  possible: readonly PossibleMention[],
  keyOfName: NameKey,
  settings: ModelSettings,
): RequestedStance {
  const isNamed = ({ literal, mention }: PossibleMention) => literal || keys.has(keyOfName(mention) ?? "");
  const best = [...possible].sort((a, b) => b.likelihood - a.likelihood).find(isNamed);
  if (!best) return { name, concerned: false, span: null, stance: null, scores: null };
  const scores = stanceScores(best.stanceLogits, settings);
  const span = spanOfWords(words, best.mention.first, best.mention.end);
  return { name, concerned: true, span, stance: strongest(scores), scores };
}

/** Equal for equal words only: no word has a line end. */
function keyOf(name: PlainName): string {
  return name.join("\n");
}

function nameWords(name: string): string[] {
  const words = findWords(name.normalize());
  return Array.from(words.starts, (_, w) => plain(wordText(words, w)));
}

/** Upper and lower case, composed and decomposed letters alike. */
function plain(word: string): string {
  return word.normalize().toLowerCase();
}

/** What is read of a range of words, read once. */
function readOnce<Reading>(read: (range: WordRange) => Reading): (range: WordRange) => Reading {
  const known = new Map<number, Map<number, Reading>>();
  return ({ first, end }) => {
    const fromHere = known.get(first) ?? new Map<number, Reading>();
    known.set(first, fromHere);
    const reading = fromHere.get(end) ?? read({ first, end });
    fromHere.set(end, reading);
    return reading;
  };
}

function wordsOf({ first, end }: WordRange): WordRange[] {
  return wordNumbers(first, end).map((word) => ({ first: word, end: word + 1 }));
}

/** Where the names stand in a text of so many words, beginning at one of the places. */
function occurrences(
  count: number,
  plainWord: PlainWord,
  places: readonly WordRange[],
  byFirst: WantedTarget["byFirst"],
): WordRange[] {
  const standsAt = (name: PlainName, first: number) =>
    first + name.length <= count && name.every((word, i) => word === plainWord(first + i));
  return places.flatMap(({ first }) => {
    const names = byFirst.get(plainWord(first)) ?? [];
    return names.filter((name) => standsAt(name, first)).map((name) => ({ first, end: first + name.length }));
  });
}
