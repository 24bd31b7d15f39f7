/** Text to words, sentences and a language; offsets between UTF-16 and code points. */
export { detectLanguage } from "./language.js";
export { codePointOffsets, mapSpan, utf16Offsets } from "./offsets.js";
export { FEATURE, findWords, textOfWords, type Words, wordAt } from "./words.js";
