/** The kind of a content by its quotation marks alone: a door of its own, since it needs no model; the page has it too. */
import type { Span, StatementKind } from "../../schemas/index.js";
import { kindOf, quotedWords } from "../../statements/index.js";
import { findWords, utf16Offsets, wordAt } from "../../text/index.js";

/** A function from a content of a text, in UTF-16 units, to its kind, as the classifier tells it for its own. */
export function kindsInUtf16(text: string): (content: readonly Span[]) => StatementKind {
  const words = findWords(text);
  const quoted = quotedWords(words);
  return (content) =>
    kindOf(
      words,
      quoted,
      content.map(([start, end]) => ({
        first: Math.max(0, wordAt(words, start)),
        end: wordAt(words, end - 1) + 1,
      })),
    );
}

/** The same, of a content in code points. */
export function quotedKinds(text: string): (content: readonly Span[]) => StatementKind {
  const kinds = kindsInUtf16(text);
  const toUtf16 = utf16Offsets(text);
  return (content) => kinds(content.map(([start, end]) => [toUtf16(start), toUtf16(end)]));
}
