import type { WordRange } from "../graph/index.js";
import type { Statement } from "../schemas/index.js";
import type { Words } from "../text/index.js";

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** From the content alone: all of its words between quotation marks, some, or none. */
export function kindOf(
  words: Words,
  quoted: Uint8Array,
  content: readonly Pick<WordRange, "first" | "end">[],
): Statement["kind"] {
  const flags = new Set<number>();
  for (const { first, end } of content) {
    for (let w = first; w < end; w++) {
      if (WORD_CHARACTER.test(words.text.slice(words.starts[w], words.ends[w]))) flags.add(quoted[w] ?? 0);
    }
  }
  if (!flags.has(1)) return "indirect";
  return flags.has(0) ? "mixed" : "direct";
}
