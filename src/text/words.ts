import { lastAtOrBefore } from "./last-at-or-before.js";
import type { GiveWay } from "./turns.js";

const UNSPACED =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]";
/**
 * A word is one character, with its marks, of a script that is written without spaces; else a run of letters, marks and
 * digits; else any other single character but white space. `training/words.py` says the same.
 */
const WORD = new RegExp(`${UNSPACED}\\p{M}*|(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}])+|\\S`, "gu");
const LETTER = /^\p{L}/u;
const LINE_BREAK = /[\n\r\u2028\u2029]/;
const SENTENCE_END = /[.!?…。！？｡؟۔।॥]["”’'»)\]」』｣）》〉]*$/;
/** These end a sentence though no space follows. */
const UNSPACED_END = /[。！？｡]["”’'»)\]」』｣）》〉]*$/;
/** What belongs to the sentence whose end it follows. */
const CLOSING = /^["”’'»)\]」』｣）》〉。！？｡…]/;
const WORDS_AT_A_TIME = 2000;

/** Bits of a word's feature, which the encoder reads beside its pieces. */
export const FEATURE = { caseMask: 3, lower: 1, title: 2, upper: 3, spaceBefore: 4, lineStart: 8 } as const;

/** The words of a text, in columns. Offsets are UTF-16 units of the text. */
export interface Words {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly features: Uint8Array;
  /** Words that begin a sentence or a line; the first is 0. */
  readonly sentenceStarts: readonly number[];
}

/** Cuts a text into words. Any string is fine: what is no word is white space. */
export function findWords(text: string): Words {
  const finder = wordFinder(text);
  while (finder.findMore(WORDS_AT_A_TIME));
  return finder.words();
}

/** The same for a text that may be long: others get a turn in between. */
export async function findWordsInTurns(text: string, giveWay: GiveWay): Promise<Words> {
  const finder = wordFinder(text);
  while (finder.findMore(WORDS_AT_A_TIME)) await giveWay();
  return finder.words();
}

/** `findMore` finds some more words, and says whether there may be others. */
function wordFinder(text: string): { findMore(count: number): boolean; words(): Words } {
  const matches = text.matchAll(WORD);
  const starts: number[] = [];
  const ends: number[] = [];
  const features: number[] = [];
  const sentenceStarts: number[] = [];
  let previous = 0;

  const add = (word: string, start: number): void => {
    const line = starts.length === 0 || (start > previous && LINE_BREAK.test(text.slice(previous, start)));
    const space = line || start > previous;
    if (line || beginsSentence(text.slice(Math.max(0, previous - 4), previous), word, space)) {
      sentenceStarts.push(starts.length);
    }
    features.push(caseOf(word) + (space ? FEATURE.spaceBefore : 0) + (line ? FEATURE.lineStart : 0));
    starts.push(start);
    previous = start + word.length;
    ends.push(previous);
  };

  return {
    findMore(count) {
      for (let i = 0; i < count; i++) {
        const { value, done } = matches.next();
        if (done) return false;
        add(value[0], value.index);
      }
      return true;
    },
    words: () => ({
      text,
      starts: Int32Array.from(starts),
      ends: Int32Array.from(ends),
      features: Uint8Array.from(features),
      sentenceStarts,
    }),
  };
}

/** Does a word begin a sentence after these last characters? */
function beginsSentence(before: string, word: string, space: boolean): boolean {
  return space ? SENTENCE_END.test(before) : UNSPACED_END.test(before) && !CLOSING.test(word);
}

function caseOf(word: string): number {
  if (!LETTER.test(word)) return 0;
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const upper = word.toUpperCase();
  if (word.length > first.length && word === upper && word !== word.toLowerCase()) return FEATURE.upper;
  return first !== first.toLowerCase() && first === first.toUpperCase() ? FEATURE.title : FEATURE.lower;
}

/** Of how a word is written: 0 where it begins with no letter, else `FEATURE.lower`, `title` or `upper`. */
export function wordCase({ features }: Words, word: number): number {
  return (features[word] ?? 0) & FEATURE.caseMask;
}

/** The text of one word. */
export function wordText({ text, starts, ends }: Words, word: number): string {
  return text.slice(starts[word], ends[word]);
}

/** Index of the last word that starts at or before an offset, or -1. */
export function wordAt({ starts }: Words, offset: number): number {
  return lastAtOrBefore(starts, offset);
}

/** Index of the sentence in which a word stands. */
export function sentenceAt({ sentenceStarts }: Words, word: number): number {
  return lastAtOrBefore(sentenceStarts, word);
}

/** The text of the words `[first, end)`. */
export function textOfWords(words: Words, first: number, end: number): string {
  return words.text.slice(words.starts[first], words.ends[end - 1]);
}

/** Where the words `[first, end)` stand in the text, in UTF-16 units. */
export function spanOfWords(words: Words, first: number, end: number): [number, number] {
  return [words.starts[first] ?? 0, words.ends[end - 1] ?? 0];
}

/** The numbers of the words from `first` to before `end`. */
export function wordNumbers(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}
