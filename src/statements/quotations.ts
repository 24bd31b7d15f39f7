import { FEATURE, type Words } from "../text/index.js";

/** Marks that open a quotation, and what may close it. */
const CLOSERS: Readonly<Record<string, string>> = {
  "“": "”",
  "„": '“”"',
  "«": "»",
  "»": "«»",
  "‹": "›",
  "›": "‹",
  "「": "」",
  "『": "』",
  "｢": "｣",
  "﹁": "﹂",
  "﹃": "﹄",
  "〝": "〞〟",
  "＂": "＂",
  "‘": "’",
  "‚": "‘’",
  "'": "'",
  '"': '"',
  "”": "”",
};
const MARKS = new Set([...Object.keys(CLOSERS), ...Object.values(CLOSERS).join("")]);
const SINGLE = new Set(["‘", "’", "'"]);
const LETTER = /^[\p{L}\p{N}]/u;
const DEEPEST = 8;

/**
 * For every word, whether it stands between quotation marks. A quotation ends with its paragraph: where it goes on, the
 * next paragraph opens it again. A single mark inside a word is an apostrophe.
 */
export function quotedWords(words: Words): Uint8Array {
  const quoted = new Uint8Array(words.starts.length);
  let open: string[] = [];
  for (let w = 0; w < quoted.length; w++) {
    if ((words.features[w] ?? 0) & FEATURE.lineStart) open = [];
    const mark = markAt(words, w);
    if (mark && open.at(-1)?.includes(mark) && !isApostrophe(words, w, mark)) open.pop();
    else if (mark && CLOSERS[mark] && open.length < DEEPEST && mayOpen(words, w, mark))
      open.push(CLOSERS[mark]);
    else if (open.length > 0) quoted[w] = 1;
  }
  return quoted;
}

/** The word, if it is one that may open or close a quotation. */
function markAt(words: Words, w: number): string | undefined {
  const start = words.starts[w] ?? 0;
  if ((words.ends[w] ?? 0) !== start + 1) return undefined;
  const character = words.text[start] ?? "";
  return MARKS.has(character) ? character : undefined;
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
