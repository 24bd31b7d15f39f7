import { describe, expect, test } from "@jest/globals";
import { quotedWords } from "../../dist/statements/index.js";
import { findWords } from "../../dist/text/index.js";

function quoted(text: string): string {
  const words = findWords(text);
  const flags = quotedWords(words);
  return Array.from(flags, (flag, w) => (flag ? text.slice(words.starts[w], words.ends[w]) : ""))
    .filter((w) => /\p{L}/u.test(w))
    .join(" ");
}

describe("words between quotation marks", () => {
  test.each([
    ["curly", "He said “yes we can” today", "yes we can"],
    ["straight", 'He said "yes" and "no" today', "yes no"],
    ["single, with an apostrophe", "She called it ‘the city’s shame’ again", "the city s shame"],
    ["German", "Er sagte: „Wir bleiben“ und ging", "Wir bleiben"],
    ["French", "Il a dit « nous restons » hier", "nous restons"],
    ["Chinese", "他说：「我们支持」。", "我 们 支 持"],
    ["German, single", "Sie nannte es ‚eine Schande‘ und ging", "eine Schande"],
    ["German, pointing inwards", "Er sagte: »Wir bleiben« und ging", "Wir bleiben"],
    ["Swedish", "Hon sade: ”vi stannar” och gick", "vi stannar"],
    ["Finnish", "Hän sanoi: »me jäämme» ja lähti", "me jäämme"],
    ["Persian", "او گفت «ما می‌مانیم» و رفت", "ما می مانیم"],
    ["Arabic", 'قال "نحن باقون"، ثم غادر', "نحن باقون"],
    ["Russian, one in another", "Он сказал: «Газета „Труд“ права» и ушёл", "Газета Труд права"],
    ["Chinese, curly", "他说：“我们支持。”随后离开", "我 们 支 持"],
    ["Japanese, one in another", "彼は「『賛成』と書いた」と言った", "賛 成 と 書 い た"],
    ["Korean, half width", "그는 ｢찬성한다｣고 말했다", "찬성한다"],
    ["Hindi", "उन्होंने कहा “हम साथ हैं”।", "हम साथ हैं"],
    ["Thai", "เขากล่าวว่า “ดี” แล้วก็ไป", "ดี"],
    ["none: apostrophes only", "Trump’s don't", ""],
    ["not closed: to the end of the paragraph", "“We go on\nHe left", "We go on"],
  ])("%s", (_name, text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
});
