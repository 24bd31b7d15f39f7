/** Text to words, sentences and a language; offsets between UTF-16 and code points. */
export { detectLanguage } from "./language.js";
export { codePointOffsets, mapSpan, utf16Offsets } from "./offsets.js";
export { createTurns, type GiveWay } from "./turns.js";
export {
  FEATURE,
  findWords,
  findWordsInTurns,
  sentenceAt,
  spanOfWords,
  textOfWords,
  type Words,
  wordAt,
  wordCase,
  wordNumbers,
  wordText,
} from "./words.js";
