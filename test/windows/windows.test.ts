import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findWords } from "../../dist/text/index.js";
import {
  centralWindows,
  cutWindows,
  encodeWords,
  pieceCount,
  type Window,
} from "../../dist/windows/index.js";
import { HARD_TEXTS } from "../strings.ts";

const SIZE = 64;
const noTurns = async () => {};
const encode = (word: string) => Array.from({ length: Math.ceil(word.length / 3) }, (_, i) => i);
const documentOf = (text: string) => encodeWords(findWords(text), encode, "", noTurns);

const prose = fc
  .array(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((sentences) => sentences.map((words) => `${words.join(" ")}.`).join(" "));
const anyText = fc.oneof(prose, fc.string({ unit: "binary", maxLength: 400 }));
const sizes = fc.record({ size: fc.integer({ min: SIZE, max: 3 * SIZE }), overlap: fc.nat(SIZE) });

describe("windows of a document", () => {
  test("hold at most the size, stand in order, and cover every word", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, sizes, async (text, { size, overlap }) => {
        const document = await documentOf(text);
        const windows = cutWindows(document, size, overlap);
        let covered = 0;
        for (const { begin, end } of windows) {
          expect(pieceCount(document, begin, end)).toBeLessThanOrEqual(size);
          expect(begin).toBeLessThanOrEqual(covered);
          expect(end).toBeGreaterThan(covered);
          covered = end;
        }
        expect(covered).toBe(document.words.starts.length);
      }),
    );
  });

  test("begin with a sentence, if the one before was not longer than a window", async () => {
    await fc.assert(
      fc.asyncProperty(prose, async (text) => {
        const document = await documentOf(text);
        const windows = cutWindows(document, 10 * SIZE, SIZE);
        for (const { begin } of windows) expect(document.words.sentenceStarts).toContain(begin);
      }),
    );
  });

  test("have as much in common within a sentence longer than a window", async () => {
    const document = await documentOf("word ".repeat(500));
    const windows = cutWindows(document, SIZE, SIZE / 4);
    expect(windows.length).toBeGreaterThan(5);
    windows.slice(1).forEach(({ begin }, i) => {
      expect(pieceCount(document, begin, windows[i]!.end)).toBe(SIZE / 4);
    });
  });

  test("give every word to the one in which it lies most central", async () => {
    await fc.assert(
      fc.asyncProperty(prose, sizes, async (text, { size, overlap }) => {
        const document = await documentOf(text);
        const windows = cutWindows(document, size, overlap);
        const margin = (word: number, { begin, end }: Window) => Math.min(word - begin, end - 1 - word);
        centralWindows(document, windows).forEach((index, word) => {
          const best = Math.max(...windows.map((window) => margin(word, window)));
          expect(margin(word, windows[index]!)).toBe(best);
        });
      }),
    );
  });

  test("of a text without words are none", async () => {
    expect(cutWindows(await documentOf(" \n "), 10, 2)).toEqual([]);
  });
});

describe("pieces of a document", () => {
  test.each(Object.entries(HARD_TEXTS))("belong to one word each: %s", async (_name, text) => {
    const { words, ids, firstPiece } = await documentOf(text);
    expect([firstPiece[0], firstPiece[words.starts.length]]).toEqual([0, ids.length]);
    words.starts.forEach((_, w) => {
      const own = firstPiece[w + 1]! - firstPiece[w]!;
      expect(own).toBeGreaterThan(0);
      expect(own).toBeLessThanOrEqual(64);
    });
  });

  test.each([
    ["A TEXT IN CAPITALS.", ["a", "text", "in", "capitals", "."]],
    ["ONE headline.", ["ONE", "headline", "."]],
  ])("words are read as they stand, in small letters where all are capitals: %s", async (text, read) => {
    const asked: string[] = [];
    await encodeWords(findWords(text), (word) => [asked.push(word)], "", noTurns);
    expect(asked).toEqual(read);
  });

  test("the prefix stands before words that follow white space", async () => {
    const asked: string[] = [];
    const listen = (word: string) => {
      asked.push(word);
      return [0];
    };
    await encodeWords(findWords("He said “no”."), listen, "▁", noTurns);
    expect(asked).toEqual(["▁He", "▁said", "▁“", "no", "”", "."]);
  });
});
