import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { csvHeader, csvRows } from "../../dist/formats/index.js";
import type { Statement } from "../../dist/schemas/index.js";
import { GoldRow } from "../../dist/schemas/index.js";
import { fits, toneOf } from "../../dist/web/choice.js";
import { correctionsOf } from "../../dist/web/corrections.js";
import { asCsv } from "../../dist/web/csv.js";
import { goldRow } from "../../dist/web/gold.js";
import { countStances } from "../../dist/web/matrix.js";
import { tickStep, withGaps } from "../../dist/web/plot.js";
import { segmentsOf } from "../../dist/web/segments.js";
import { wordCursor } from "../../dist/web/word-cursor.js";
import { placeOf } from "../../dist/web/words.js";
import { madeResult, NESTED } from "./made.ts";

const spans = fc
  .array(fc.nat({ max: 60 }), { minLength: 2, maxLength: 6 })
  .map((ends) => [...new Set(ends)].sort((a, b) => a - b))
  .map((ends) => ends.slice(0, ends.length & ~1))
  .filter((ends) => ends.length > 0)
  .map((ends) => ends.flatMap((end, i) => (i % 2 === 0 ? [[end, ends[i + 1]!] as [number, number]] : [])));
const passage = spans.map((all) => ({ text: "", spans: all }));
const statements = fc.array(
  fc.record({ content: passage, cue: fc.option(passage), source: fc.option(passage) }),
);

describe("a text cut into segments", () => {
  test("is whole, and each segment knows the statements that it is a part of", () => {
    fc.assert(
      fc.property(statements, (made) => {
        const segments = segmentsOf(60, made as unknown as Statement[]);
        expect(segments[0]!.start).toBe(0);
        expect(segments.at(-1)!.end).toBe(60);
        for (const [i, { start, end, parts }] of segments.entries()) {
          if (i > 0) expect(start).toBe(segments[i - 1]!.end);
          expect(start).toBeLessThan(end);
          const expected = made.flatMap((one, statement) =>
            (["content", "cue", "source"] as const)
              .filter((part) => one[part]?.spans.some(([from, to]) => from <= start && end <= to))
              .map((part) => `${statement} ${part}`),
          );
          expect(parts.map(({ statement, part }) => `${statement} ${part}`).sort()).toEqual(expected.sort());
        }
      }),
    );
  });

  test("holds the place of a statement that was taken away", () => {
    const [first, second] = madeResult(NESTED.text, NESTED.said).statements;
    const segments = segmentsOf(NESTED.text.length, [null, second!]);
    expect(new Set(segments.flatMap(({ parts }) => parts.map(({ statement }) => statement)))).toEqual(
      new Set([1]),
    );
    expect(first).toBeDefined();
  });
});

describe("words that a person writes", () => {
  const text = "He said no. She said yes. He said maybe.";
  test.each([
    ["said", 0, [[3, 7]]],
    ["said", 14, [[16, 20]]],
    ["said", 40, [[29, 33]]],
    ["  said yes ", 0, [[16, 24]]],
    [
      "She … yes",
      0,
      [
        [12, 15],
        [21, 24],
      ],
    ],
  ])("%j near %i are found in the text", (words, near, found) => {
    expect(placeOf(text, words, near)?.spans).toEqual(found);
  });
  test.each(["never", "", " … ", "yes … She"])("%j are not", (words) => {
    expect(placeOf(text, words, 0)).toBeUndefined();
  });
});

describe("words chosen by keys", () => {
  const text = "He said no. “Why?” she asked, twice. 他说好。";
  const after = (...keys: string[]) => {
    const cursor = wordCursor(text, 0);
    let span: [number, number] | undefined;
    for (const key of keys) {
      const lengthen = key.startsWith("Shift+");
      span = cursor.press(key.replace("Shift+", ""), lengthen, span) ?? span;
    }
    return span && text.slice(...span);
  };
  test.each([
    [["ArrowRight"], "He"],
    [["ArrowRight", "ArrowRight"], "said"],
    [["ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"], "He said no"],
    [["ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"], "He said"],
    [["ArrowRight", "ArrowDown"], "“"],
    [["End", "ArrowUp"], "他"],
    [["End", "Home"], "He"],
    [["ArrowRight", "ArrowLeft"], "He"],
    [["ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowLeft"], "said no"],
    [["a"], undefined],
  ])("%j chooses %j", (keys, words) => {
    expect(after(...keys)).toBe(words);
  });
  test("go on from what the mouse has selected", () => {
    const cursor = wordCursor(text, 0);
    cursor.press("End", false, undefined);
    expect(cursor.press("ArrowRight", true, [3, 7])).toEqual([3, 10]);
  });
  test("are none in a text without words", () => {
    expect(wordCursor("", 0).press("ArrowRight", false, undefined)).toBeUndefined();
  });
});

test("the page's script is whole: it is small, and loads nothing more", () => {
  const script = readFileSync("dist/web/page.js", "utf8");
  expect(script.length).toBeLessThan(60_000);
  expect(script).not.toMatch(/\bimport\b/);
});

test("gold counts code points, and leaves out statements without a target", () => {
  const { statements: found } = madeResult(NESTED.text, NESTED.said);
  const row = GoldRow.parse(goldRow("a", NESTED.text, [...found, { ...found[0]!, targets: [] }]));
  expect(row.statements).toHaveLength(found.length);
  const points = Array.from(row.text);
  expect(row.statements.map(({ targets }) => points.slice(...targets[0]!.span).join(""))).toEqual([
    "Berg",
    "the plan",
    "floods",
    "dams",
  ]);
});

describe("a target of one's own that the model found too", () => {
  const made = madeResult(NESTED.text, NESTED.said);
  const scores = { favor: 0, against: 0, neutral: 1 };
  const own = { name: "Berg", concerned: true, span: null, stance: "neutral" as const, scores };
  // The model finds Holm against Berg.
  const [statement] = made.statements.map((one) => ({ ...one, requested: [own] }));
  const all = { speaker: "", target: "", stance: "" };

  test("counts once in the matrix, by the stance on one's own", () => {
    const [row, ...others] = countStances([statement!]).rows;
    expect([row!.target, row!.by.get("Anna Holm"), others]).toEqual([
      "Berg",
      { favor: 0, against: 0, neutral: 1 },
      [],
    ]);
  });

  test("is filtered and coloured by that stance", () => {
    expect(fits(statement!, { ...all, target: "Berg", stance: "neutral" })).toBe(true);
    expect(fits(statement!, { ...all, target: "Berg", stance: "against" })).toBe(false);
    expect(toneOf(statement!, { ...all, target: "Berg" })).toBe("neutral");
  });

  test("is corrected with it, also where another target is one's own by then", () => {
    const corrections = correctionsOf(NESTED.text);
    const certain = { favor: 1, against: 0, neutral: 0 };
    const said = { ...statement!.targets[0]!, stance: "favor" as const, scores: certain, confidence: 1 };
    corrections.set(statement!, { ...statement!, targets: [said] });
    expect(corrections.of(statement!)!.requested).toMatchObject([{ name: "Berg", stance: "favor" }]);
    const dams = { ...own, name: "dams", concerned: false, stance: null, scores: null };
    expect(corrections.of({ ...statement!, requested: [dams] })!.requested).toEqual([dams]);
  });
});

test("the CSV of the page is that of the service, and holds statements without a target too", () => {
  const result = madeResult(NESTED.text, NESTED.said);
  const [first, ...rest] = result.statements;
  const mixed = { ...result, statements: [{ ...first!, targets: [] }, ...rest] };
  const csv = asCsv(mixed);
  expect(csv).toBe(csvHeader() + csvRows(mixed));
  expect(csv.split("\n").slice(1, -1)).toHaveLength(result.statements.length);
  expect(csv).toContain("s1,indirect,Anna Holm,person,0.9,Anna Holm,said,that Berg had praised the plan,");
});

describe("a plot", () => {
  test.each([
    [0, 1],
    [5, 1],
    [6, 2],
    [11, 5],
    [26, 10],
    [1000, 200],
  ])("of at most %i has a line at every %i", (most, step) => {
    expect(tickStep(most)).toBe(step);
  });
  test("has a place for months in which nothing was said", () => {
    const of = (period: string) => ({ period, favor: 1, against: 0, neutral: 0 });
    expect(withGaps([of("2023-11"), of("2024-02")]).map(({ period }) => period)).toEqual([
      "2023-11",
      "2023-12",
      "2024-01",
      "2024-02",
    ]);
  });
  test.each([
    [
      ["2024", "2024-02", "2024-03"],
      ["2024-02", "2024-03"],
    ],
    [
      ["2023-12", "2024", "2024-02", null],
      ["2023-12", "2024-01", "2024-02"],
    ],
    [["2024"], []],
  ])("of the periods %j has bars for %j: a year is no month", (periods, bars) => {
    const of = (period: string | null) => ({ period, favor: 1, against: 0, neutral: 0 });
    expect(withGaps(periods.map(of)).map(({ period }) => period)).toEqual(bars);
  });
});
