import type { ModelSettings } from "../schemas/index.js";
import { namesAt, type WindowNames } from "./names.js";
import type { WordRange } from "./roles.js";
import { pieceLength, pieceOf, type WindowView } from "./window-view.js";

/** A source, cue or target whose name is wanted: all that resolving needs, so that the window's outputs can go. */
export interface Mention extends WordRange {
  /** Number of the window in which it was read. */
  readonly window: number;
  /** What it looks for in a name. */
  readonly query: Float32Array;
  /** The score of "nobody is named", against which names must win. */
  readonly none: number;
  /** The names that may begin at its own words: who is named nowhere else is named there. */
  readonly own: WindowNames;
}

/** Of a long mention so many words are read as beginnings of names. */
const MOST_OWN_NAMES = 24;

/** A mention at the words of a range. The start token stands for "nobody is named". */
export function mentionAt(view: WindowView, { first, end }: WordRange, settings: ModelSettings): Mention {
  const { mentionQuery, mentionKey, nameLogit } = view.outputs;
  const size = mentionQuery.length / pieceLength(view);
  const from = pieceOf(view, first) * size;
  const query = mentionQuery.slice(from, from + size);
  const none = dotProduct(query, mentionKey, 0) * settings.antecedent.scale + (nameLogit[0] ?? 0);
  const words = Array.from({ length: Math.min(end - first, MOST_OWN_NAMES) }, (_, i) => first + i);
  return { first, end, window: view.index, query, none, own: namesAt(view, words) };
}

/** `a` times the values of `b` that begin at `from`. */
export function dotProduct(a: Float32Array, b: Float32Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[from + i]!;
  return sum;
}
