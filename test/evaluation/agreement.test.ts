import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { agree } from "../../dist/evaluation/index.js";
import { readGold } from "../../dist/labels/index.js";
import { Agreement, type LabelledDocument, type LabelledStatement } from "../../dist/schemas/index.js";
import { at, DOCUMENT } from "../labels/sample.ts";

const FILE = "datasets/authored/dev.jsonl";
const gold = readGold(readFileSync(FILE, "utf8"), FILE);
const of = (name: string, change: (statements: LabelledStatement[]) => LabelledStatement[]) => ({
  name,
  documents: [
    { ...DOCUMENT, statements: change(structuredClone(DOCUMENT.statements)) },
  ] as LabelledDocument[],
});
const anna = of("anna", (all) => all);
const named = (name: string, ...speakers: string[]) =>
  of(name, (all) => all.map((one, index) => ({ ...one, speaker: speakers[index]! })));
/** One who marked attributions, and neither speakers nor targets. */
const bare = (name: string) => ({
  name,
  documents: of(name, (all) =>
    all.map((one) => ({ ...one, speaker: null, speakerType: null, targets: [] })),
  ).documents.map((document) => ({ ...document, attributionOnly: true })),
});

describe("agreement", () => {
  test("of an annotator with himself is perfect", () => {
    const result = agree([
      { name: "a", documents: gold },
      { name: "b", documents: gold },
      { name: "c", documents: gold },
    ]);
    expect(Agreement.parse(result)).toEqual(result);
    expect(result.spans.map(({ exact, characters }) => [exact, characters])).toEqual(
      Array(4).fill([100, 100]),
    );
    for (const { unitizedAlpha } of result.spans) expect(unitizedAlpha).toBeCloseTo(1);
    for (const { alpha, fleiss, cohen } of result.labels)
      for (const value of [alpha, fleiss, cohen]) expect(value).toBeCloseTo(1);
    expect(result.disagreements).toEqual([]);
    expect(result.labels.map(({ label, items }) => [label, items])).toEqual([
      ["stance", 440],
      ["speaker type", 375],
      ["speaker", 375],
    ]);
  });

  test("is told per label, per pair and per annotator", () => {
    const ben = of("ben", (all) => {
      all[0]!.targets[0]!.stance = "against";
      return all;
    });
    const { labels, pairs, annotators } = agree([anna, ben, { ...anna, name: "carla" }]);
    expect(pairs.map((pair) => pair.annotators)).toEqual([
      ["anna", "ben"],
      ["anna", "carla"],
      ["ben", "carla"],
    ]);
    expect(pairs[1]!.kappa.stance).toBe(1);
    expect(pairs[0]!.kappa.stance).toBeLessThan(1);
    const stance = labels.find(({ label }) => label === "stance")!;
    expect(Object.fromEntries(stance.values.map(({ value, count }) => [value, count]))).toEqual({
      against: 4,
      favor: 2,
      neutral: 3,
    });
    expect(stance.values.find(({ value }) => value === "neutral")!.alpha).toBe(1);
    expect(
      annotators.map(({ annotator, stanceKappa }) => [annotator, stanceKappa === annotators[1]!.stanceKappa]),
    ).toEqual([
      ["anna", false],
      ["ben", true],
      ["carla", false],
    ]);
  });

  test("lists disagreements, those first that turn the meaning around", () => {
    const ben = of("ben", ([first, second]) => {
      first!.targets[0]!.stance = "against";
      first!.cue = [];
      first!.content = first!.content.slice(1);
      second!.speaker = "Somebody Else";
      second!.targets[0]!.stance = "neutral";
      second!.targets.pop();
      return [first!, second!, { ...second!, content: [at("Hakan Fidan")] }];
    });
    const { disagreements } = agree([anna, ben]);
    expect(disagreements.map(({ kind, about, labels }) => [kind, about, labels.anna, labels.ben])).toEqual([
      ["opposite stance", "plan", "favor", "against"],
      ["statement missing", "", null, "Hakan Fidan"],
      ["speaker", "", "Hakan Fidan", "Somebody Else"],
      ["stance", "strike on Rafah", "against", "neutral"],
      ["target missing", "Rafah", "neutral", "(no such target)"],
      ["content", "", "“We back the plan,” … “and we will\nsign it.”", "“and we will\nsign it.”"],
      ["cue", "", "said", "(none)"],
    ]);
  });

  test("gives no figure of what nobody labelled", () => {
    const { annotators, spans, labels, pairs } = agree([bare("a"), bare("b")]);
    expect(annotators[0]).toMatchObject({ statementF1: 100, quadF1: null, stanceKappa: null });
    expect(spans.at(-1)).toEqual({ part: "target", exact: null, characters: null, unitizedAlpha: null });
    expect(labels.map(({ items, alpha }) => [items, alpha])).toEqual(Array(3).fill([0, null]));
    expect(Object.keys(pairs[0]!.f1)).toEqual([
      "statement",
      "content_exact",
      "content_chars",
      "cue",
      "source",
    ]);
  });

  test("compares one who marked attributions alone by these, and the others by all", () => {
    const ben = of("ben", (all) => {
      all[1]!.targets.pop();
      return all;
    });
    const { pairs, spans, annotators, disagreements } = agree([anna, bare("bea"), ben]);
    expect(pairs.map((pair) => [...pair.annotators, "quad" in pair.f1, "speaker" in pair.f1])).toEqual([
      ["anna", "bea", false, false],
      ["anna", "ben", true, true],
      ["bea", "ben", false, false],
    ]);
    expect(annotators.map(({ quadF1 }) => quadF1)).toEqual([80, null, 80]);
    const targets = ({ part }: { part: string }) => part === "target";
    expect(spans.find(targets)).toEqual(agree([anna, ben]).spans.find(targets));
    expect(disagreements.map(({ kind, about, labels }) => [kind, about, labels])).toEqual([
      ["target missing", "Rafah", { anna: "neutral", bea: "(not labelled)", ben: "(no such target)" }],
    ]);
  });

  test("takes a name's shorter form for the same name", () => {
    const ben = of("ben", (all) => all.map((one) => ({ ...one, speaker: "Fidan" })));
    expect(agree([anna, ben]).disagreements).toEqual([]);
  });

  test("of names is the same whoever comes first", () => {
    const [a, b] = [named("a", "Fidan", "Fidan"), named("b", "Hakan Fidan", "Sergey Lavrov")];
    const [ab, ba] = [agree([a, b]), agree([b, a])];
    expect(ab.labels).toEqual(ba.labels);
    expect(ab.pairs[0]!.kappa).toEqual(ba.pairs[0]!.kappa);
    const speaker = ab.labels.find(({ label }) => label === "speaker")!;
    expect(speaker.values.map(({ value, count }) => [value, count])).toEqual([
      ["Hakan Fidan", 3],
      ["Sergey Lavrov", 1],
    ]);
  });

  test("takes a short name for the one that another annotator gave in full, whoever else has it", () => {
    const { labels } = agree([
      named("a", "Fidan", "Salih Mert Fidan"),
      named("b", "Hakan Fidan", "Salih Mert Fidan"),
    ]);
    expect(labels.find(({ label }) => label === "speaker")!.alpha).toBe(1);
  });

  test("compares the documents that all have", () => {
    expect(
      agree([
        { name: "a", documents: gold },
        { name: "b", documents: gold.slice(3) },
      ]).documents,
    ).toBe(25);
  });

  test("refuses annotators without a document in common, and other texts", () => {
    const apart = [
      { name: "a", documents: gold.slice(0, 2) },
      { name: "b", documents: gold.slice(2) },
    ];
    expect(() => agree(apart)).toThrow(expect.objectContaining({ code: "gold-missing-document" }));
    const other = { name: "b", documents: [{ ...DOCUMENT, text: `${DOCUMENT.text}!` }] };
    expect(() => agree([anna, other])).toThrow(
      expect.objectContaining({ code: "gold-text-differs", message: expect.stringContaining('b has "!"') }),
    );
  });
});
