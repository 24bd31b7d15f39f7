import type { Span } from "../schemas/index.js";
import { quotedWords } from "../statements/index.js";
import { findWords, utf16Offsets, wordAt } from "../text/index.js";

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** The kind of a content that is given by code point spans, as the classifier tells it for its own. */
export function quotedKind(text: string, content: readonly Span[]): "direct" | "mixed" | "indirect" {
  const words = findWords(text);
  const quoted = quotedWords(words);
  const toUtf16 = utf16Offsets(text);
  const flags: number[] = [];
  for (const [start, end] of content) {
    const last = wordAt(words, toUtf16(end) - 1);
    for (let w = Math.max(0, wordAt(words, toUtf16(start))); w <= last; w++) {
      if (WORD_CHARACTER.test(text.slice(words.starts[w], words.ends[w]))) flags.push(quoted[w] ?? 0);
    }
  }
  if (!flags.includes(1)) return "indirect";
  return flags.includes(0) ? "mixed" : "direct";
}
