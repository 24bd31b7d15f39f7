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
    ["none: apostrophes only", "Trump’s don't", ""],
    ["not closed: to the end of the paragraph", "“We go on\nHe left", "We go on"],
  ])("%s", (_name, text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
});
