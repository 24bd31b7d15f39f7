import type { DocumentResult } from "../schemas/index.js";
import type { Corrections } from "./corrections.js";

/** A text with what was found in it, and how a person corrected that. */
export interface Corrected {
  readonly text: string;
  readonly result: DocumentResult;
  readonly corrections: Corrections;
}

export interface CorrectedTexts {
  add(opened: Corrected): void;
  /** Those with corrections, in the order in which they were opened. */
  all(): readonly Corrected[];
}

/** The texts of this page while it is open. None outlives it: a browser may be another person's tomorrow. */
export function keepCorrectedTexts(): CorrectedTexts {
  const texts = new Map<string, Corrected>();
  const corrected = () => [...texts.values()].filter(({ corrections }) => corrections.count() > 0);
  return {
    add(opened) {
      const kept = corrected().filter(({ text }) => text !== opened.text);
      texts.clear();
      for (const one of [...kept, opened]) texts.set(one.text, one);
    },
    all: corrected,
  };
}
