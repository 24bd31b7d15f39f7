import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readLabels, readSoundLabels, validateLabels } from "../../dist/labels/index.js";
import { at, goldRow, input } from "./sample.ts";

const check = (...rows: string[]) => validateLabels(readLabels(input("g.jsonl", rows.join("\n"))));
const target = (change: object) => ({
  targets: [{ span: at("strike"), text: "strike", name: "strike", stance: "against", ...change }],
});
/** Labels of which the second annotator's end outside the text. */
const twoAnnotators = JSON.stringify({
  id: "p",
  text: "It rained.",
  annotations: [
    { annotator: "anna", attributions: [{ source: [], cue: [], content: [[0, 2]] }] },
    { annotator: "ben", attributions: [{ source: [], cue: [], content: [[3, 90]] }] },
  ],
});

describe("validate", () => {
  test("finds nothing wrong with good gold", () => {
    expect(check(goldRow())).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    [
      "an offset outside the text",
      { cue: [[5, 900]] },
      "gold-offset",
      "the cue [5, 900) lies outside the text of 96 characters",
    ],
    ["an empty span", { cue: [[5, 5]] }, "gold-offset", "the cue [5, 5) is empty"],
    [
      "a span with a space at its edge",
      { source: [[at("He")[0] - 1, at("He")[1]]] },
      "gold-invalid",
      "begins or ends with white space",
    ],
    [
      "spans out of order",
      { source: [at("strike"), at("He")] },
      "gold-invalid",
      "not in the order of the text",
    ],
    ["no target", { targets: [] }, "gold-invalid", "it has 0 targets, and not one to three"],
    ["four targets", { targets: Array(4).fill(target({}).targets[0]) }, "gold-invalid", "it has 4 targets"],
    ["a target's words that do not stand there", target({ text: "plan" }), "gold-invalid", "stands “strike”"],
    [
      "a target outside the content",
      target({ span: at("Hakan Fidan"), text: "Hakan Fidan", name: "Fidan" }),
      "gold-invalid",
      "neither in the content nor in the cue",
    ],
    [
      "a target's name that does not occur",
      target({ name: "Sergey Lavrov" }),
      "gold-invalid",
      "the text has no “Sergey Lavrov”",
    ],
    [
      "a speaker's name that does not occur",
      { speaker: "Hakan Ataman" },
      "gold-invalid",
      "the text has no “Ataman”",
    ],
    [
      "a speaker of no type",
      { speaker_type: "none" },
      "gold-invalid",
      "the speaker Hakan Fidan has the type none",
    ],
    [
      "a type without a speaker",
      { speaker: null },
      "gold-invalid",
      "there is no speaker, and the type is person",
    ],
    ["an unknown stance", target({ stance: "pro" }), "gold-unknown-label", "targets[0].stance"],
    ["an unknown speaker type", { speaker_type: "robot" }, "gold-unknown-label", "speaker_type"],
    ["no content", { content: [] }, "gold-invalid", "content"],
    ["an offset that is no number", { cue: [["a", 3]] }, "gold-invalid", "cue[0][0]"],
  ])("tells %s, with file, line, document and statement", (_name, statement, code, message) => {
    const faults = check(goldRow({ id: "good" }), goldRow({}, statement as Record<string, unknown>));
    expect(faults.map((one) => [one.code, one.message])).toEqual([
      [code, expect.stringMatching(/^document a, statement 2: /)],
    ]);
    expect(faults[0]!.message).toContain(message);
    expect(faults[0]!.place).toEqual({ file: "g.jsonl", line: 2, document: "a" });
  });

  test("lets a name sum up what the text says in other forms", () => {
    expect(check(goldRow({}, target({ name: "condemnation of the strike" })))).toEqual([]);
  });

  test("tells every error of a file, in its order", () => {
    const faults = check(
      "{",
      goldRow(),
      goldRow(),
      goldRow({ id: "b" }, { targets: [], speaker: "Nobody" }),
      goldRow({ id: "c", text: "" }),
    );
    expect(faults.map(({ code, place: { line } }) => [line, code])).toEqual([
      [1, "gold-invalid"],
      [3, "gold-duplicate-id"],
      [4, "gold-invalid"],
      [4, "gold-invalid"],
      [5, "gold-invalid"],
    ]);
  });

  test("tells an offset outside the text of any annotator, and whose it is", () => {
    expect(check(twoAnnotators).map(({ code, message, place }) => [code, message, place])).toEqual([
      [
        "gold-offset",
        "document p, statement 1: ben's content [3, 90) lies outside the text of 10 characters",
        { file: "g.jsonl", line: 1, document: "p" },
      ],
    ]);
  });

  test("tells a statement that stands twice", () => {
    const { statements } = JSON.parse(goldRow());
    const faults = check(goldRow({ statements: [statements[0], statements[0]] }));
    expect(faults.map(({ message }) => message)).toEqual([
      "document a, statement 2: it stands twice, with the same content, cue and source",
    ]);
  });
});

describe("labels that figures are made of", () => {
  test.each([
    ["nothing", "\n", "gold-empty", undefined],
    ["a line that is no JSON", "{", "gold-invalid", 1],
    ["a row that is no document", '{"id":"a","text":"b"}', "gold-invalid", 1],
    ["an id twice", `${goldRow()}\n${goldRow()}`, "gold-duplicate-id", 2],
    ["an offset outside", goldRow({}, { cue: [[5, 900]] }), "gold-offset", 1],
    ["an offset outside, of the second annotator", twoAnnotators, "gold-offset", 1],
  ])("are refused where they hold %s", (_name, text, code, line) => {
    expect(() => readSoundLabels(input("g.jsonl", text))).toThrow(
      expect.objectContaining({
        code,
        place: expect.objectContaining({ file: "g.jsonl", ...(line && { line }) }),
      }),
    );
  });
});

test.each(["authored/dev", "authored_multilingual/train", "authored_multilingual/dev"])(
  "datasets/%s.jsonl has no error",
  (set) => {
    const file = `datasets/${set}.jsonl`;
    expect(
      validateLabels(readLabels(input(file, readFileSync(file, "utf8")))).map(({ message }) => message),
    ).toEqual([]);
  },
);
