import { eld } from "eld/small";
import type { Language } from "../schemas/index.js";

const SAMPLE = 4000;
const LETTERS = /\p{L}/gu;
const FEWEST_LETTERS = 12;

/**
 * The language of a text, by its letter n-grams (the library `eld`), from its first few thousand characters.
 * Too few letters to tell give `und`.
 */
export function detectLanguage(text: string, trained: readonly string[]): Language {
  const sample = text.slice(0, SAMPLE);
  if ((sample.match(LETTERS)?.length ?? 0) < FEWEST_LETTERS)
    return { code: "und", confidence: 0, trainedFor: false };
  const found = eld.detect(sample);
  if (!found.language) return { code: "und", confidence: 0, trainedFor: false };
  const confidence = Math.min(1, Math.max(0, found.getScores()[found.language] ?? 0));
  return { code: found.language, confidence, trainedFor: trained.includes(found.language) };
}
