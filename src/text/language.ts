import type { Language } from "../schemas/index.js";

const SAMPLE = 1000;
const LETTER = /\p{L}/gu;
const NO_LETTERS = /[^\p{L}\p{M}]+/gu;
const FEWEST_LETTERS = 12;
const UNKNOWN: Language = { code: "und", confidence: 0, trainedFor: false };

/**
 * The language of a text, by the letter n-grams of its first thousand characters (the library `eld`).
 * Too few letters to tell, or none that the library finds reliable, give `und`. The library, whose tables are large, is
 * loaded with the first text.
 */
export async function detectLanguage(text: string, trained: readonly string[]): Promise<Language> {
  const sample = text.slice(0, SAMPLE).replace(NO_LETTERS, " ");
  if ((sample.match(LETTER)?.length ?? 0) < FEWEST_LETTERS) return UNKNOWN;
  const { eld } = await import("eld/extrasmall");
  const found = eld.detect(sample);
  if (!found.language || !found.isReliable()) return UNKNOWN;
  const confidence = Math.min(1, Math.max(0, found.getScores()[found.language] ?? 0));
  return { code: found.language, confidence, trainedFor: trained.includes(found.language) };
}
