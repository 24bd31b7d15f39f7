import { describe, expect, test } from "@jest/globals";
import { acronymOf, spellsOut } from "../../dist/resolution/acronym.js";
import { findWords } from "../../dist/text/index.js";

const letters = (mention: string) => {
  const words = findWords(mention);
  return acronymOf(words, { first: 0, end: words.starts.length });
};
const spells = (name: string, acronym: string) => spellsOut(findWords(name), 0, acronym);

describe("a mention that is an acronym", () => {
  test.each([
    ["IMF", "imf"],
    ["the IMF’s", "imf"],
    ["The U.S.", "us"],
    ["S.E.C.", "sec"],
  ])("%s has its letters", (mention, wanted) => {
    expect(letters(mention)).toBe(wanted);
  });

  test.each(["Fidan", "the IMF report", "an FBI agent", "A", "DEMONSTRATORS", "he", "1984", ""])(
    "%s is none",
    (mention) => {
      expect(letters(mention)).toBeUndefined();
    },
  );
});

describe("what an acronym stands for", () => {
  test.each([
    ["International Monetary Fund", "imf"],
    ["Securities and Exchange Commission said", "sec"],
    ["Food & Drug Administration", "fda"],
    ["United States", "us"],
    ["Asia-Pacific Economic Cooperation", "apec"],
  ])("%s is %s", (name, acronym) => {
    expect(spells(name, acronym)).toBe(true);
  });

  test.each([
    ["International Fund", "imf"],
    ["the International Monetary Fund", "imf"],
    ["International ministers’ Monetary Fund", "imf"],
    ["I. M. Fund", "imf"],
    ["International Monetary", "imf"],
  ])("%s is not %s", (name, acronym) => {
    expect(spells(name, acronym)).toBe(false);
  });
});
