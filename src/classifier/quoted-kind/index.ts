/** The kind of a content by its quotation marks alone: a door of its own, since it needs no model. */
import type { Span, StatementKind } from "../../schemas/index.js";
import { quotedWords } from "../../statements/index.js";
import { findWords, utf16Offsets, wordAt } from "../../text/index.js";

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** A function from a content of a text, in code points, to its kind, as the classifier tells it for its own. */
export function quotedKinds(text: string): (content: readonly Span[]) => StatementKind {
  const words = findWords(text);
  const quoted = quotedWords(words);
  const toUtf16 = utf16Offsets(text);
  return (content) => {
    const flags = new Set<number>();
    for (const [start, end] of content) {
      const last = wordAt(words, toUtf16(end) - 1);
      for (let w = Math.max(0, wordAt(words, toUtf16(start))); w <= last; w++) {
        if (WORD_CHARACTER.test(text.slice(words.starts[w], words.ends[w]))) flags.add(quoted[w] ?? 0);
      }
    }
    if (!flags.has(1)) return "indirect";
    return flags.has(0) ? "mixed" : "direct";
  };
}
