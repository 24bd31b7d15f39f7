import type { WordRange } from "../graph/index.js";
import { FEATURE, type Words, wordCase, wordText } from "../text/index.js";

/** The longest word in small letters that may stand beside an acronym, or between the words it is made of ("of", "and"). */
const LINKING_WORD = 3;
const SHORTEST = 2;
const LONGEST = 7;
/** So many words for each letter at most, those without capitals and signs included. */
const WORDS_A_LETTER = 3;

/** The letters, in small, of a mention that is an acronym ("the IMF", "S.E.C."); undefined for any other. */
export function acronymOf(words: Words, { first, end }: WordRange): string | undefined {
  if (end - first > LONGEST * WORDS_A_LETTER) return undefined;
  let letters = "";
  for (let word = first; word < end; word++) {
    const length = words.ends[word]! - words.starts[word]!;
    const kind = wordCase(words, word);
    if (kind === FEATURE.upper || (kind === FEATURE.title && length === 1)) letters += lowerText(words, word);
    else if (kind > 0 && length > LINKING_WORD) return undefined;
  }
  return letters.length >= SHORTEST && letters.length <= LONGEST ? letters : undefined;
}

/**
 * Do the words from `first` on have the acronym's letters as initials, words in small letters left out? (Schwartz and
 * Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", match them alike.)
 */
export function spellsOut(words: Words, first: number, acronym: string): boolean {
  const last = Math.min(words.starts.length, first + acronym.length * WORDS_A_LETTER);
  let found = 0;
  for (let word = first; word < last; word++) {
    const length = words.ends[word]! - words.starts[word]!;
    const kind = wordCase(words, word);
    if (kind >= FEATURE.title) {
      if (length === 1 || !lowerText(words, word).startsWith(acronym[found]!)) return false;
      if (++found === acronym.length) return true;
    } else if (found === 0 || (kind === FEATURE.lower && length > LINKING_WORD)) return false;
  }
  return false;
}

function lowerText(words: Words, word: number): string {
  return wordText(words, word).toLowerCase();
}
