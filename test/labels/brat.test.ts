import { describe, expect, test } from "@jest/globals";
import { readLabels, writeLabels } from "../../dist/labels/index.js";
import { at, DOCUMENT, TEXT, wordsAt } from "./sample.ts";

const read = (ann: string, text = TEXT) =>
  readLabels({
    name: "brat",
    files: new Map([
      ["b/one.txt", text],
      ["b/one.ann", ann],
    ]),
  });
const T = (id: string, type: string, words: string) => `${id}\t${type} ${at(words).join(" ")}\t${words}`;
const CONTENT = T("T1", "Statement", "the strike on Rafah");
const CUE = T("T2", "Cue", "condemned");
const SOURCE = T("T3", "Source", "He");
const TARGET = T("T4", "Target", "strike");

describe("brat's standoff", () => {
  test("is written with events, attributes and notes; a line end cuts a passage into fragments", () => {
    const files = writeLabels([DOCUMENT], "brat");
    expect([...files.keys()]).toEqual(["annotation.conf", "news%2F7.txt", "news%2F7.ann"]);
    const [start, end] = at("“and we will\nsign it.”");
    const lines = files.get("news%2F7.ann")!.split("\n");
    expect(lines).toContain(
      `T2\tContent ${start} ${start + 12};${start + 13} ${end}\t“and we will sign it.”`,
    );
    expect(lines).toContain("E1\tStatement:T1 Content:T2 Cue:T3 Source:T4 Target:T5");
    expect(lines).toContain("E2\tStatement:T6 Cue:T7 Source:T8 Target:T9 Target2:T10");
    expect(lines).toContain("A1\tStance T5 favor");
    expect(lines).toContain("#2\tAnnotatorNotes E1\tHakan Fidan");
  });

  test("is read from events", () => {
    const ann = [
      CONTENT,
      CUE,
      SOURCE,
      TARGET,
      "E1\tStatement:T1 Cue:T2 Source:T3 Target:T4",
      "A1\tStance T4 against",
      "A2\tSpeakerType E1 person",
      "#1\tAnnotatorNotes E1\tHakan Fidan",
      "#2\tAnnotatorNotes T4\tstrike on Rafah",
    ];
    const { documents, faults } = read(ann.join("\r\n"));
    expect(faults).toEqual([]);
    const { targets, ...rest } = DOCUMENT.statements[1]!;
    expect(documents[0]!.document).toMatchObject({
      id: "one",
      statements: [{ ...rest, targets: [targets[0]] }],
    });
  });

  test("is read from relations as well, with discontinuous passages", () => {
    const [a, b] = [at("We back"), at("we will\nsign")];
    const ann = [
      `T1\tContent ${a.join(" ")};${b[0]} ${b[0] + 7};${b[0] + 8} ${b[1]}\tWe back we will sign`,
      T("T2", "Cue", "said"),
      T("T3", "Target", "plan"),
      "R1\tCue Arg1:T2 Arg2:T1",
      "R2\tTarget Arg1:T1 Arg2:T3",
      "A1\tStance T3 favor",
      "N1\tReference T3 Wikidata:Q1\tplan",
      "*\tEquiv T1 T3",
    ];
    const { documents, faults } = read(ann.join("\n"));
    expect(faults).toEqual([]);
    const [statement] = documents[0]!.document.statements;
    expect(statement!.content.map(wordsAt)).toEqual(["We back", "we will\nsign"]);
    expect(statement!.targets).toMatchObject([{ name: "plan", stance: "favor" }]);
  });

  test.each([
    ["a line that is none", [CONTENT, "T2 Cue 3 4"], 2, "gold-invalid", "no annotation of brat"],
    ["an unknown type", [CONTENT, T("T2", "Person", "He")], 2, "gold-unknown-label", "Person is not one of"],
    [
      "an unknown stance",
      [CONTENT, TARGET, "E1\tStatement:T1 Target:T4", "A1\tStance T4 pro"],
      2,
      "gold-unknown-label",
      "Stance: pro",
    ],
    ["an offset outside the text", ["T1\tStatement 5 900\tx"], 1, "gold-offset", "outside the text"],
    [
      "words that are not the text's",
      ["T1\tStatement 2 5\t“Wx"],
      1,
      "gold-text-differs",
      "differ at character 4",
    ],
    ["a passage that belongs nowhere", [CONTENT, CUE], undefined, "gold-invalid", "belongs to no statement"],
  ])("with %s is refused with its line", (_name, lines, line, code, message) => {
    const { faults } = read(lines.join("\n"));
    expect(faults[0]).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(faults[0]!.place).toEqual({ file: "b/one.ann", document: "one", ...(line && { line }) });
  });

  test("with a text that has no annotations, and annotations that have no text, is refused", () => {
    const { documents, faults } = readLabels({
      name: "b",
      files: new Map([
        ["b/one.txt", "x"],
        ["b/two.ann", ""],
        ["b/three.ann", ""],
        ["b/three.txt", "x"],
      ]),
    });
    expect(documents.map(({ document }) => document.id)).toEqual(["three"]);
    expect(faults.map(({ code, message, place }) => [code, message, place.file])).toEqual([
      ["gold-missing-document", "document one: b/one.txt has no .ann file", "b/one.txt"],
      ["gold-missing-document", "document two: b/two.ann has no .txt file", "b/two.ann"],
    ]);
  });
});
