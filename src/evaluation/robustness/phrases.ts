import type { LabelledDocument } from "../../schemas/index.js";
import { type Replacement, replaceMatches, rewriteDocument, rewriteText } from "./rewrite.js";

/** Phrases, and what stands in their place. */
export type Phrases = ReadonlyMap<string, string>;

/** Replaces whole words of a document's text and names: at each place the longest phrase, as it is or in capitals. */
export function replacePhrases(document: LabelledDocument, phrases: Phrases): LabelledDocument {
  const all = withOtherCases(phrases);
  const rename = (name: string) => rewriteText(name, found(name, all));
  return rewriteDocument(document, found(document.text, all), rename);
}

/** "al-Harithi" begins a sentence as "Al-Harithi", and stands in a headline as "AL-HARITHI". */
function withOtherCases(phrases: Phrases): Phrases {
  const upper = (text: string) => text.toUpperCase();
  const first = (text: string) => text.replace(/^./u, upper);
  const entries = [...phrases];
  const changed = (change: (text: string) => string) =>
    entries.map(([from, to]) => [change(from), change(to)] as const);
  return new Map([...changed(upper), ...changed(first), ...entries]);
}

function found(text: string, phrases: Phrases): Replacement[] {
  if (phrases.size === 0) return [];
  const longestFirst = [...phrases.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const word = `(?<![\\p{L}\\p{M}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{M}\\p{N}])`;
  return replaceMatches(text, new RegExp(word, "gu"), (phrase) => phrases.get(phrase)!);
}

function escaped(phrase: string): string {
  return phrase.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
