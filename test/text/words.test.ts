import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { codePointOffsets, detectLanguage, findWords, utf16Offsets } from "../../dist/text/index.js";
import { HARD_TEXTS } from "../strings.ts";

const anyText = fc.string({ unit: "binary", maxLength: 200 });

describe("words of a text", () => {
  test.each(Object.entries(HARD_TEXTS))("cover everything but white space: %s", (_name, text) => {
    const { starts, ends } = findWords(text);
    const inWords = Array.from(starts, (start, i) => text.slice(start, ends[i])).join("");
    expect(inWords).toBe(text.replace(/\s+/g, ""));
  });

  test("stand in order, apart, and not empty, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { starts, ends } = findWords(text);
        let previous = 0;
        starts.forEach((start, i) => {
          expect(start).toBeGreaterThanOrEqual(previous);
          previous = ends[i] ?? 0;
          expect(previous).toBeGreaterThan(start);
        });
        expect(previous).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test("begin a sentence after a full stop, and a line after a break", () => {
    const words = findWords("He left. She stayed\nand wept.");
    const first = words.sentenceStarts.map((w) => words.text.slice(words.starts[w], words.ends[w]));
    expect(first).toEqual(["He", "She", "and"]);
  });
});

describe("offsets", () => {
  test("in code points are those of Python, and lead back", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, n) => {
        const points = Array.from(text);
        const at = n % (points.length + 1);
        const utf16 = points.slice(0, at).join("").length;
        expect(codePointOffsets(text)(utf16)).toBe(at);
        expect(utf16Offsets(text)(at)).toBe(utf16);
      }),
    );
  });
});

describe("the language of a text", () => {
  test.each([
    ["en", "The foreign minister said on Monday that the talks would continue next week."],
    ["de", "Die Außenministerin sagte am Montag, dass die Gespräche nächste Woche weitergehen."],
    ["ru", "Министр иностранных дел заявил, что переговоры продолжатся на следующей неделе."],
  ])("%s is told", (code, text) => {
    expect(detectLanguage(text, ["en"])).toMatchObject({ code, trainedFor: code === "en" });
  });

  test("is unknown where there are hardly any letters", () => {
    expect(detectLanguage("12345 !!! 😀", ["en"])).toEqual({ code: "und", confidence: 0, trainedFor: false });
  });
});
