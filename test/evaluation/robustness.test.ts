import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { seededRandom } from "../../dist/evaluation/index.js";
import {
  afterParagraph,
  capitals,
  joinedParagraphs,
  lowerCase,
  neutralStatements,
  otherNames,
  type Replacement,
  rewriteText,
  spanMover,
  stanceByGroup,
  straightQuotes,
  swappedSides,
} from "../../dist/evaluation/robustness/index.js";
import { readGold } from "../../dist/labels/index.js";
import type { LabelledDocument, Span } from "../../dist/schemas/index.js";

const GOLD = "datasets/authored/dev.jsonl";
const gold = readGold(readFileSync(GOLD, "utf8"), GOLD);
const slice = (text: string, [start, end]: Span) => Array.from(text).slice(start, end).join("");
const spansOf = ({ statements }: LabelledDocument) =>
  statements.flatMap(({ source, cue, content, targets }) => [
    ...source,
    ...cue,
    ...content,
    ...targets.map(({ span }) => span!),
  ]);

/** A text, replacements in it, and a span whose bounds are in none of them. */
const rewriting = fc
  .tuple(
    fc.array(fc.string({ unit: "binary", maxLength: 5 }), { minLength: 1, maxLength: 8 }),
    fc.array(fc.option(fc.string({ unit: "binary", maxLength: 5 })), { minLength: 8, maxLength: 8 }),
    fc.nat(),
    fc.nat(),
  )
  .map(([pieces, others, a, b]) => {
    const replacements: Replacement[] = [];
    let at = 0;
    const bounds = [0];
    pieces.forEach((piece, i) => {
      const end = at + Array.from(piece).length;
      const text = others[i];
      if (typeof text === "string" && end > at) replacements.push({ start: at, end, text });
      at = end;
      bounds.push(at);
    });
    const [start, end] = [bounds[a % bounds.length]!, bounds[b % bounds.length]!].sort((x, y) => x - y);
    return { text: pieces.join(""), replacements, span: [start!, end!] as Span };
  });

describe("a text with pieces replaced", () => {
  test("has its spans over what came in the place of their words", () => {
    fc.assert(
      fc.property(rewriting, ({ text, replacements, span: [start, end] }) => {
        const within = replacements
          .filter((one) => one.start >= start && one.end <= end)
          .map((one) => ({ ...one, start: one.start - start, end: one.end - start }));
        const expected = rewriteText(slice(text, [start, end]), within);
        expect(slice(rewriteText(text, replacements), spanMover(replacements)([start, end]))).toBe(expected);
      }),
    );
  });

  test("has a span that was cut by a piece over all that came in its place", () => {
    const moved = spanMover([{ start: 2, end: 6, text: "a longer one" }]);
    expect(moved([0, 4])).toEqual([0, 14]);
    expect(moved([4, 8])).toEqual([2, 16]);
  });
});

describe("changes that change nothing of what is said", () => {
  test.each(gold.map((document) => [document.id, document] as const))(
    "keep the labels of %s on their words",
    (_id, document) => {
      const same = (changed: LabelledDocument, change: (words: string) => string) =>
        expect(spansOf(changed).map((span) => slice(changed.text, span))).toEqual(
          spansOf(document).map((span) => change(slice(document.text, span))),
        );
      same(lowerCase(document), (words) => Array.from(words, (one) => one.toLowerCase()).join(""));
      same(capitals(document), (words) => Array.from(words, (one) => one.toUpperCase()).join(""));
      same(joinedParagraphs(document), (words) => words.replace(/\s*\n\s*/g, " "));
      same(afterParagraph(document, "It rained."), (words) => words);
      same(straightQuotes(document), (words) => words.replace(/[“”„«»]/g, '"').replace(/[‘’‚]/g, "'"));
    },
  );

  test("give every person another name, in the text and in the labels", () => {
    for (const document of gold) {
      const changed = otherNames(document, seededRandom(7));
      const persons = (one: LabelledDocument) =>
        one.statements.filter(({ speakerType }) => speakerType === "person").map(({ speaker }) => speaker!);
      persons(changed).forEach((name, i) => {
        expect(changed.text.toLowerCase().includes(name.toLowerCase())).toBe(
          document.text.toLowerCase().includes(persons(document)[i]!.toLowerCase()),
        );
      });
    }
  });

  test("give the two sides' names back when they are swapped again", () => {
    const swapped = gold.flatMap((document) => {
      const once = swappedSides(document);
      return once ? [{ document, once, twice: swappedSides(once)! }] : [];
    });
    expect(swapped.length).toBeGreaterThan(gold.length / 2);
    for (const { document, once, twice } of swapped) {
      expect(once.text).not.toBe(document.text);
      expect(twice.text.toLowerCase()).toBe(document.text.toLowerCase());
    }
  });
});

describe("stances by group", () => {
  test("are asked of at least twenty templates for every group, each of which is named in its text", () => {
    const statements = neutralStatements();
    for (const { text, target } of statements) expect(text).toContain(target);
    const counts = new Map<string, Set<number>>();
    for (const { kind, group, template } of statements)
      counts.set(`${kind} ${group}`, (counts.get(`${kind} ${group}`) ?? new Set()).add(template));
    for (const templates of counts.values()) expect(templates.size).toBeGreaterThanOrEqual(20);
  });

  test("tell how far groups are apart, and which statements a name has moved", () => {
    const found = (group: string, stance: "favor" | "neutral", template: number) => ({
      kind: "nationality",
      group,
      template,
      stance,
      scores: { favor: stance === "favor" ? 1 : 0, against: 0, neutral: stance === "neutral" ? 1 : 0 },
    });
    const [kind] = stanceByGroup([
      ...["a", "b", "c"].map((group) => found(group, "neutral", 0)),
      ...["a", "b"].map((group) => found(group, "neutral", 1)),
      found("c", "favor", 1),
    ]);
    expect(kind).toMatchObject({ shareRange: { favor: 50, against: 0, neutral: 50 } });
    expect(kind!.moved).toBeCloseTo(100 / 6);
  });
});
