/** Letters that carry no mark of their own and yet are written both ways. */
const SPELLINGS: Record<string, string> = {
  ı: "i",
  ø: "o",
  ł: "l",
  đ: "d",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ð: "d",
  ي: "ی",
  ك: "ک",
};
const SPELT = new RegExp(`[${Object.keys(SPELLINGS).join("")}]`, "g");
/** Accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew. Marks of other scripts are letters. */
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7]/g;
/** Nothing to fold but case. */
const ASCII = /^[\x20-\x7e\s]*$/;
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text without case and accents: what two spellings of one name have in common. */
export function foldedWords(text: string): string[] {
  return wordsOf(plain(text));
}

/** The words of a plain text. */
export function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** A text without case and accents. */
export function plain(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(MARKS, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(MARKS, "")
    .replace(SPELT, (letter) => SPELLINGS[letter] ?? letter);
}

/** A text from its end to its beginning, as the databases turn it. */
export function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** Folded words, joined by single spaces. A name of signs alone is kept as it is. */
export function fold(text: string): string {
  return foldedWords(text).join(" ") || text.trim();
}
