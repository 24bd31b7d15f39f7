import { nameExtent } from "./name-extent.js";
import { pieceLength, pieceOf, type WindowView } from "./window-view.js";

/** Words of a window at which a canonical name may begin, likeliest first, in columns. */
export interface WindowNames {
  readonly first: Int32Array;
  /** The word after the name's last. */
  readonly end: Int32Array;
  readonly logit: Float64Array;
  /** What each offers to a mention's query; rows are contiguous. */
  readonly keys: Float32Array;
}

/** The likeliest beginnings of names among the words that this window decides. */
export function windowNames(view: WindowView, owns: (word: number) => boolean, most: number): WindowNames {
  const logitOf = (word: number) => view.outputs.nameLogit[pieceOf(view, word)] ?? 0;
  const words: number[] = [];
  for (let word = view.window.begin; word < view.window.end; word++) if (owns(word)) words.push(word);
  words.sort((a, b) => logitOf(b) - logitOf(a) || a - b);
  return namesAt(view, words.slice(0, most));
}

/** Names that begin at the given words of a window. */
export function namesAt(view: WindowView, words: readonly number[]): WindowNames {
  const { outputs, document } = view;
  const first = Int32Array.from(words);
  const size = outputs.mentionKey.length / pieceLength(view);
  const keys = new Float32Array(first.length * size);
  first.forEach((word, i) => {
    const from = pieceOf(view, word) * size;
    keys.set(outputs.mentionKey.subarray(from, from + size), i * size);
  });
  return {
    first,
    end: first.map((word) => nameExtent(view, word, document.words.starts.length)),
    logit: Float64Array.from(first, (word) => outputs.nameLogit[pieceOf(view, word)] ?? 0),
    keys,
  };
}
