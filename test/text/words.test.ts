import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { loadWordEncoder, modelPath, openModelFolder } from "../../dist/encoder/index.js";
import { codePointOffsets, detectLanguage, findWords, utf16Offsets } from "../../dist/text/index.js";
import { encodeWords } from "../../dist/windows/index.js";
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

describe("words of scripts that are written in other ways", () => {
  const wordsOf = (text: string) => {
    const { starts, ends } = findWords(text);
    return Array.from(starts, (start, i) => text.slice(start, ends[i]));
  };
  const sentencesOf = (text: string) => {
    const { starts, sentenceStarts } = findWords(text);
    const bounds = [...sentenceStarts.map((w) => starts[w]!), text.length];
    return bounds.slice(1).map((end, i) => text.slice(bounds[i], end).trim());
  };

  test.each([
    ["Chinese", "他说，支持。", ["他", "说", "，", "支", "持", "。"]],
    ["Japanese", "賛成だと言う。", ["賛", "成", "だ", "と", "言", "う", "。"]],
    ["Japanese beside Latin letters and digits", "EUが3案", ["EU", "が", "3", "案"]],
    ["Thai, a character with its marks", "น้ำดี", ["น้", "ำ", "ดี"]],
    ["Persian, with a joiner", "می‌گوید؟", ["می", "\u200c", "گوید", "؟"]],
    ["Arabic", "قال، ثم", ["قال", "،", "ثم"]],
    ["Hindi", "कहा।", ["कहा", "।"]],
  ])("%s", (_name, text, expected) => {
    expect(wordsOf(text)).toEqual(expected);
  });

  test.each([
    ["Chinese, without a space", "他走了。我们留下！好吗？", ["他走了。", "我们留下！", "好吗？"]],
    ["Chinese, with what is said in it", "“我走了。”他说。", ["“我走了。”", "他说。"]],
    ["Japanese brackets", "「行く。」彼は言った。", ["「行く。」", "彼は言った。"]],
    ["Arabic", "هل ذهب؟ نعم. بقي هنا.", ["هل ذهب؟", "نعم.", "بقي هنا."]],
    ["Hindi", "वह गया। हम रहे।", ["वह गया।", "हम रहे।"]],
    ["Urdu", "وہ گیا۔ ہم رہے۔", ["وہ گیا۔", "ہم رہے۔"]],
  ])("sentences: %s", (_name, text, expected) => {
    expect(sentencesOf(text)).toEqual(expected);
  });
});

describe("words and pieces in training and here", () => {
  interface Row {
    language: string;
    text: string;
    spans: [number, number][];
    features: number[];
    sentenceStarts: number[];
    pieces: Record<string, number[]>;
  }
  const rows: Row[] = JSON.parse(readFileSync("test/text/words-of-python.json", "utf8"));

  test.each(rows.map((row) => [row.text.slice(0, 30), row] as const))(
    "words are the same: %s",
    (_name, row) => {
      const words = findWords(row.text);
      const at = codePointOffsets(row.text);
      const spans = Array.from(words.starts, (start, i) => [at(start), at(words.ends[i]!)]);
      expect(spans).toEqual(row.spans);
      expect([...words.features]).toEqual(row.features);
      expect(words.sentenceStarts).toEqual(row.sentenceStarts);
    },
  );

  test.each(Object.keys(rows[0]!.pieces))("pieces are the same in the languages of %s", async (model) => {
    const { path, settings } = openModelFolder(modelPath(model));
    const encode = await loadWordEncoder(path);
    for (const { text, pieces } of rows.filter(({ language }) => settings.languages.includes(language))) {
      const document = await encodeWords(findWords(text), encode, settings.wordPrefix, async () => {});
      expect([...document.ids]).toEqual(pieces[model]);
    }
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
  ])("%s is told", async (code, text) => {
    expect(await detectLanguage(text, ["en"])).toMatchObject({ code, trainedFor: code === "en" });
  });

  test("is unknown where there are hardly any letters", async () => {
    expect(await detectLanguage("12345 !!! 😀", ["en"])).toEqual({
      code: "und",
      confidence: 0,
      trainedFor: false,
    });
  });
});
