import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findWords } from "../../dist/text/index.js";
import { centralWindows, cutWindows, encodeWords, pieceCount } from "../../dist/windows/index.js";

const prose = fc
  .array(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((sentences) => sentences.map((words) => `${words.join(" ")}.`).join(" "));
const encode = (word: string) => Array.from({ length: Math.ceil(word.length / 3) }, (_, i) => i);

describe("windows of a document", () => {
  test("hold at most the size, cover every word, and every word has its most central one", () => {
    fc.assert(
      fc.property(
        prose,
        fc.integer({ min: 8, max: 60 }),
        fc.integer({ min: 0, max: 30 }),
        (text, size, overlap) => {
          const document = encodeWords(findWords(text), encode, "", 4);
          const windows = cutWindows(document, size, overlap);
          for (const { begin, end } of windows)
            expect(pieceCount(document, begin, end)).toBeLessThanOrEqual(size);
          const owner = centralWindows(document, windows);
          owner.forEach((index, word) => {
            const { begin, end } = windows[index]!;
            const margin = (w: { begin: number; end: number }) => Math.min(word - w.begin, w.end - 1 - word);
            expect(word).toBeGreaterThanOrEqual(begin);
            expect(word).toBeLessThan(end);
            for (const other of windows) expect(margin(other)).toBeLessThanOrEqual(margin({ begin, end }));
          });
        },
      ),
    );
  });

  test("of a text without words are none", () => {
    expect(cutWindows(encodeWords(findWords(" \n "), encode, "", 4), 10, 2)).toEqual([]);
  });
});
