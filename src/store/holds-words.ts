import { plain, wordsOf } from "./fold.js";
import type { TextQuery, TextTerm } from "./text-query.js";

/** Whether a text has what a query asks for, as the databases' indexes of words would say. */
export function holdsWords(text: string, query: TextQuery): boolean {
  const flat = plain(text);
  // Most texts lack one of the words, which is seen without taking them apart.
  const isLacking = query.some(
    ({ words, negated }) => !negated && words.some((word) => !flat.includes(word)),
  );
  if (isLacking) return false;
  const words = wordsOf(flat);
  return query.every((term) => hasTerm(words, term) !== term.negated);
}

function hasTerm(words: readonly string[], { words: wanted, beginning }: TextTerm): boolean {
  const last = wanted.length - 1;
  const fits = (start: number) =>
    wanted.every((word, index) => {
      const there = words[start + index];
      return beginning && index === last ? there?.startsWith(word) === true : there === word;
    });
  return words.some((_, start) => fits(start));
}
