import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";
import type { CueEdges } from "../../dist/graph/index.js";
import { nameResolver } from "../../dist/resolution/index.js";
import type { ModelSettings } from "../../dist/schemas/index.js";
import { draftStatements } from "../../dist/statements/index.js";
import { createTurns, findWords, findWordsInTurns } from "../../dist/text/index.js";
import { encodeWords } from "../../dist/windows/index.js";
import { HARD_TEXTS } from "../strings.ts";

const sample = readFileSync("datasets/samples/bagheri-fidan.txt", "utf8");
const short = "“I back it,” said Hakan Fidan.";
const MEGABYTE = 1_000_000;

let classifier: Classifier;
beforeAll(async () => {
  classifier = await createClassifier({ workers: 2 });
});
afterAll(() => classifier.close());

async function untilWaiting(windows: number): Promise<void> {
  while (classifier.stats().waitingWindows < windows) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("a long text", () => {
  test("does not hold up short ones that come after it", async () => {
    const gone = new AbortController();
    const long = classifier.classify({ text: sample.repeat(100) }, { signal: gone.signal });
    const given = expect(long).rejects.toMatchObject({ code: "client-closed" });
    await untilWaiting(120);
    for (let i = 0; i < 5; i++) await classifier.classify({ text: short });
    expect(classifier.stats().waitingWindows).toBeGreaterThan(90);
    gone.abort();
    await given;
    expect(classifier.stats()).toMatchObject({ waitingWindows: 0, waitingTokens: 0 });
  });

  test("leaves the main thread free for others while it is read", async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const gone = new AbortController();
    const long = classifier.classify(
      { text: sample.repeat(400).slice(0, MEGABYTE) },
      { signal: gone.signal },
    );
    const given = expect(long).rejects.toMatchObject({ code: "client-closed" });
    delay.enable();
    while (classifier.stats().doneWindows < 20) await classifier.classify({ text: short });
    delay.disable();
    gone.abort();
    await given;
    // A turn is 8 ms; to cut a megabyte into words and pieces at once takes some 300.
    expect(delay.max / 1e6).toBeLessThan(200);
  });

  test("leaves the main thread free for others while it is read for fifty targets", async () => {
    const names = [
      ...new Set(sample.match(/[A-Z][a-z]+/g)),
      ...Array.from({ length: 50 }, (_, i) => `Rival ${i}`),
    ];
    const aliases = (name: string) => Array.from({ length: 40 }, (_, i) => `${name} the ${i}th`);
    const targets = names.slice(0, 50).map((name) => ({ name, aliases: aliases(name) }));
    await classifier.classify({ text: short, targets });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { statements } = await classifier.classify({ text: sample.repeat(10), targets });
    delay.disable();
    expect(statements.length).toBeGreaterThan(100);
    expect(statements.every(({ requested }) => requested?.length === 50)).toBe(true);
    // A window and a statement take some 10 ms each; with every target by itself they took more than a second.
    expect(delay.max / 1e6).toBeLessThan(500);
  });

  test("has its statements made in turns with others", async () => {
    const words = findWords(sample.repeat(400).slice(0, MEGABYTE));
    const ranges = (from: number, to: number) => [{ first: from, end: to }];
    const edges = Array.from({ length: Math.floor(words.starts.length / 40) }, (_, i) => ({
      cue: { first: 40 * i + 3, end: 40 * i + 4 },
      source: ranges(40 * i, 40 * i + 2),
      content: ranges(40 * i + 5, 40 * i + 30),
      confidence: 0.5,
    })) as unknown as CueEdges[];
    let turns = 0;
    const giveWay = async () => {
      turns++;
    };
    const drafts = await draftStatements(words, edges, giveWay);
    // One for a statement that may be a double, and one for each that is written.
    expect([drafts.length, turns]).toEqual([edges.length, 2 * edges.length]);

    const document = { words, ids: new Int32Array(), firstPiece: new Int32Array(words.starts.length + 1) };
    turns = 0;
    await nameResolver(document, [], {} as ModelSettings, giveWay);
    expect(turns).toBe(Math.ceil(words.starts.length / 1000));
  });

  test("of one word of a megabyte is read", async () => {
    const { timing } = await classifier.classify({ text: "a".repeat(MEGABYTE) });
    expect(timing.windows).toBe(1);
  });

  test("is given up in the middle of being cut into words", async () => {
    const gone = new AbortController();
    const giveWay = createTurns()(gone.signal);
    gone.abort();
    await expect(findWordsInTurns("a ".repeat(MEGABYTE), giveWay)).rejects.toMatchObject({
      code: "client-closed",
    });
  });
});

describe("words that are found in turns", () => {
  test.each(Object.entries(HARD_TEXTS))("are the same as at once: %s", async (_name, text) => {
    expect(await findWordsInTurns(text, async () => {})).toEqual(findWords(text));
  });

  test("let others go on in between", async () => {
    const order: string[] = [];
    const turns = createTurns();
    const words = findWords("a ".repeat(4000));
    const slow = (name: string) => {
      const until = (ms: number) => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      };
      return encodeWords(
        words,
        () => {
          if (order.at(-1) !== name) order.push(name);
          until(0.02);
          return [0];
        },
        "",
        turns(),
      );
    };
    await Promise.all([slow("a"), slow("b")]);
    expect(order.length).toBeGreaterThan(4);
  });
});

describe("requests that share a signal", () => {
  test("are one client: a request of many documents takes no more turns than another", async () => {
    const many = new AbortController();
    const batch = Array.from({ length: 60 }, () =>
      classifier.classify({ text: sample }, { signal: many.signal }),
    );
    const given = Promise.allSettled(batch);
    await untilWaiting(80);
    const single = await classifier.classify({ text: sample });
    expect(classifier.stats().waitingWindows).toBeGreaterThan(60);
    expect(single.statements.length).toBeGreaterThan(10);
    many.abort();
    expect((await given).some(({ status }) => status === "rejected")).toBe(true);
  });
});
