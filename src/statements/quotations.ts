import type { Words } from "../text/index.js";

/** Marks that open a quotation, and what may close it. */
const CLOSERS: Readonly<Record<string, string>> = {
  "“": "”",
  "„": "“”",
  "«": "»",
  "»": "«",
  "‹": "›",
  "「": "」",
  "『": "』",
  "‘": "’",
  "'": "'",
  '"': '"',
  "”": "”",
};
const SINGLE = new Set(["‘", "’", "'"]);
const LETTER = /^[\p{L}\p{N}]/u;
const LINE_BREAK = /[\n\r\u2028\u2029]/;
const DEEPEST = 8;

/**
 * For every word, whether it stands between quotation marks. A quotation ends with its paragraph: where it goes on, the
 * next paragraph opens it again. A single mark inside a word is an apostrophe.
 */
export function quotedWords(words: Words): Uint8Array {
  const quoted = new Uint8Array(words.starts.length);
  let open: string[] = [];
  for (let w = 0; w < quoted.length; w++) {
    if (w > 0 && LINE_BREAK.test(gapBefore(words, w))) open = [];
    const word = words.text.slice(words.starts[w], words.ends[w]);
    if (open.at(-1)?.includes(word) && !isApostrophe(words, w, word)) open.pop();
    else if (CLOSERS[word] && open.length < DEEPEST && mayOpen(words, w, word)) open.push(CLOSERS[word]);
    else if (open.length > 0) quoted[w] = 1;
  }
  return quoted;
}

function gapBefore(words: Words, w: number): string {
  return words.text.slice(words.ends[w - 1], words.starts[w]);
}

function isApostrophe(words: Words, w: number, word: string): boolean {
  return SINGLE.has(word) && touches(words, w, 1);
}

function mayOpen(words: Words, w: number, word: string): boolean {
  if (SINGLE.has(word) || word === "”") return !touches(words, w, -1) && nextTo(words, w, 1);
  return true;
}

/** Is the neighbour on this side a letter or digit without a space between? */
function touches(words: Words, w: number, side: 1 | -1): boolean {
  const other = w + side;
  return nextTo(words, w, side) && LETTER.test(words.text.slice(words.starts[other], words.ends[other]));
}

function nextTo(words: Words, w: number, side: 1 | -1): boolean {
  return side === 1 ? words.starts[w + 1] === words.ends[w] : words.ends[w - 1] === words.starts[w];
}
