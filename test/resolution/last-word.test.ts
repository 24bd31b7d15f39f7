import { describe, expect, test } from "@jest/globals";
import { lastTellingWord } from "../../dist/resolution/last-word.js";
import { findWords, wordText } from "../../dist/text/index.js";

describe("the word of a mention that tells who is meant", () => {
  test.each([
    ["Fidan", "Fidan"],
    ["the minister, Luis Ortega,", "Ortega"],
    ["Fidan’s", "Fidan"],
    ["the Joneses'", "Joneses"],
    ["the Group of 20", "20"],
    ["plan b", "b"],
    ["’s", "s"],
    ["...", "."],
  ])("of %s is %s", (mention, last) => {
    const words = findWords(mention);
    const found = lastTellingWord(words, { first: 0, end: words.starts.length });
    expect(wordText(words, found)).toBe(last);
  });
});
