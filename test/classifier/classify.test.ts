import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";
import { DocumentResult, type Statement } from "../../dist/schemas/index.js";
import { HARD_TEXTS } from "../strings.ts";
import { expectSpansToFit, slicesOf } from "./spans.ts";

const sample = readFileSync("datasets/samples/bagheri-fidan.txt", "utf8");
const articles = readFileSync("datasets/authored/dev.jsonl", "utf8")
  .trim()
  .split("\n")
  .slice(0, 20)
  .map((row) => String(JSON.parse(row).text));

let classifier: Classifier;
beforeAll(async () => {
  classifier = await createClassifier({ workers: 2 });
});
afterAll(() => classifier.close());

describe("the read-out of a phone call", () => {
  let statements: Statement[];
  beforeAll(async () => {
    ({ statements } = await classifier.classify({ text: sample }));
  });

  test("“He stressed, …” is Ali Bagheri against the Zionist regime", () => {
    const stressed = statements.find(
      ({ cue }) => cue?.text.includes("stressed,") || cue?.text === "stressed",
    );
    expect(stressed?.speaker?.name).toBe("Ali Bagheri");
    expect(stressed?.kind).toBe("direct");
    expect(stressed?.targets.some(({ stance }) => stance === "against")).toBe(true);
  });

  test("“noted, calling on …” are two statements", () => {
    const noted = statements.find(({ cue }) => cue?.text === "noted");
    const calling = statements.find(({ cue }) => cue?.text === "calling on");
    expect(noted?.speaker?.name).toBe("Ali Bagheri");
    expect(calling?.content.text).toMatch(/^Muslim states not to spare/);
  });

  test("statements stand in text order with ids s1, s2, …", () => {
    expect(statements.length).toBeGreaterThan(10);
    expect(statements.map(({ id }) => id)).toEqual(statements.map((_, i) => `s${i + 1}`));
    expectSpansToFit(statements, slicesOf(sample));
  });
});

describe("any text", () => {
  test.each(Object.entries(HARD_TEXTS))("gives a result that fits: %s", async (_name, text) => {
    const result = await classifier.classify({ text }, { sentences: true });
    expect(DocumentResult.safeParse(result).error).toBeUndefined();
    expectSpansToFit(result.statements, slicesOf(text));
  });

  test("a statement has one target of a name, however often who has it is mentioned", async () => {
    const text = `The mayor, Dana Kroll, broke her promise. The port workers' union is furious. Ines Moreau, who leads
      it, said that she would not forgive Kroll, and that the mayor should resign.`;
    const results = await Promise.all([text, ...articles].map((one) => classifier.classify({ text: one })));
    for (const { targets } of results.flatMap(({ statements }) => statements)) {
      expect(targets.map(({ name }) => name)).toEqual([...new Set(targets.map(({ name }) => name))]);
    }
  });

  test("random strings never break it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 120 }), async (text) => {
        fc.pre(text.trim() !== "");
        const { statements } = await classifier.classify({ text });
        expectSpansToFit(statements, slicesOf(text));
      }),
      { numRuns: 40 },
    );
  });

  test("a language that the model was not trained for is marked", async () => {
    const { document } = await classifier.classify({
      text: "Die Außenministerin sagte am Montag, dass die Gespräche weitergehen.",
    });
    expect(document.language).toMatchObject({ code: "de", trainedFor: false });
  });

  test("100,000 quotation marks are read in time", async () => {
    const { statements } = await classifier.classify({ text: "“".repeat(100_000) });
    expect(statements).toEqual([]);
  });

  test("empty and too long texts are refused", async () => {
    await expect(classifier.classify({ text: " \n\t" })).rejects.toMatchObject({
      code: "empty-text",
      status: 422,
    });
    await expect(classifier.classify({ text: "a ".repeat(600_000) })).rejects.toMatchObject({
      code: "text-too-long",
      status: 413,
    });
  });
});

describe("a text in which nobody says anything", () => {
  const of = (characters: string, maxLength = 200) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });
  const words = (word: fc.Arbitrary<string>) =>
    fc.array(word, { minLength: 1, maxLength: 60 }).map((all) => all.join(" "));
  const figures = fc.constantFrom("1,000", "3.14", "12:30", "50%", "$5", "1/2", "2024-05-01");

  test.each([
    ["numbers", words(fc.oneof(fc.nat().map(String), figures))],
    ["symbols", of("!?#*/+=<>|~^&%$@_ \n")],
    ["quotation marks", of("“”‘’\"'«»„‚‹› \n")],
    ["emoji", of("😀🎉👍🌊 ", 60)],
    ["letters at random", words(fc.stringMatching(/^[a-z]{1,12}$/))],
    ["any characters at random", fc.string({ unit: "binary", minLength: 1, maxLength: 200 })],
  ])("has no statement: %s", async (_name, texts) => {
    // The same texts at every run: the model is not sure of each that could be drawn.
    for (const text of fc.sample(
      texts.filter((text) => text.trim() !== ""),
      { numRuns: 40, seed: 1 },
    )) {
      const { statements } = await classifier.classify({ text });
      expect([text, statements]).toEqual([text, []]);
    }
  });

  test.each(["one word", "symbols only", "quotation marks only"])("has no statement: %s", async (name) => {
    expect((await classifier.classify({ text: HARD_TEXTS[name]! })).statements).toEqual([]);
  });
});

describe("the same text", () => {
  const answer = async (by: Classifier, text: string) =>
    JSON.stringify((await by.classify({ text })).statements);

  test("gets the same answer to the last digit: alone, beside others, on one thread or two", async () => {
    const alone: string[] = [];
    for (const text of articles) alone.push(await answer(classifier, text));
    const together = await Promise.all(articles.map((text) => answer(classifier, text)));
    const single = await createClassifier({ workers: 1 });
    const oneThread = await Promise.all(articles.map((text) => answer(single, text)));
    await single.close();
    expect(together).toEqual(alone);
    expect(oneThread).toEqual(alone);
  });
});

describe("targets that the caller names", () => {
  test("every statement says its stance on each, or that it does not concern it", async () => {
    const text = "Hakan Fidan met reporters. Ali Bagheri condemned Fidan. Bagheri praised the weather.";
    const { statements } = await classifier.classify({
      text,
      targets: [{ name: "Hakan Fidan", aliases: ["Fidan"] }],
    });
    const condemned = statements.find(({ cue }) => cue?.text === "condemned");
    const praised = statements.find(({ cue }) => cue?.text === "praised");
    expect(condemned?.requested?.[0]).toMatchObject({
      name: "Hakan Fidan",
      concerned: true,
      stance: "against",
    });
    expect(praised?.requested?.[0]).toMatchObject({ concerned: false, stance: null });
  });
});

test("work that the caller gives up is not done", async () => {
  const gone = new AbortController();
  const work = classifier.classify({ text: sample.repeat(40) }, { signal: gone.signal });
  gone.abort();
  await expect(work).rejects.toMatchObject({ code: "client-closed" });
  expect((await classifier.classify({ text: sample })).statements.length).toBeGreaterThan(10);
});
