import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { DOMParser } from "linkedom";
import { readLabels, writeLabels } from "../../dist/labels/index.js";
import { at, DOCUMENT, input, TEXT, wordsAt } from "./sample.ts";

const region = (id: string, label: string, words: string) => {
  const [start, end] = at(words);
  return {
    value: { start, end, text: words, labels: [label] },
    id,
    from_name: "part",
    to_name: "text",
    type: "labels",
    origin: "manual",
  };
};
const said = (id: string, from_name: string, words: string, value: object, type: string) => {
  const [start, end] = at(words);
  return {
    value: { start, end, text: words, ...value },
    id,
    from_name,
    to_name: "text",
    type,
    origin: "manual",
  };
};
const link = (from_id: string, to_id: string, direction = "right") => ({
  from_id,
  to_id,
  type: "relation",
  direction,
  labels: [],
});

/** As Label Studio 1.x exports a task in its JSON format. */
const RESULT: unknown[] = [
  region("c1", "Content", "the strike on Rafah"),
  said("c1", "speaker", "the strike on Rafah", { text: ["Hakan Fidan"] }, "textarea"),
  said("c1", "speaker_type", "the strike on Rafah", { choices: ["person"] }, "choices"),
  region("u1", "Cue", "condemned"),
  region("s1", "Source", "He"),
  region("t2", "Target", "Rafah"),
  said("t2", "stance", "Rafah", { choices: ["neutral"] }, "choices"),
  region("t1", "Chief target", "strike"),
  said("t1", "stance", "strike", { choices: ["against"] }, "choices"),
  said("t1", "target_name", "strike", { text: ["strike on Rafah"] }, "textarea"),
  link("c1", "u1"),
  link("s1", "c1", "left"),
  link("c1", "t2"),
  link("c1", "t1", "bi"),
  { id: "r", type: "rating", from_name: "mine", to_name: "text", value: { rating: 3 } },
];
const task = (result: unknown = RESULT, others: object = {}) => ({
  id: 41,
  data: { text: TEXT, title: "Fidan speaks" },
  annotations: [
    {
      id: 9,
      completed_by: { id: 3, email: "ann@example.org", first_name: "", last_name: "" },
      result,
      was_cancelled: false,
      ground_truth: false,
      created_at: "2026-01-02T10:00:00.000000Z",
      lead_time: 31.2,
      parent_prediction: null,
    },
  ],
  drafts: [],
  predictions: [],
  project: 1,
  ...others,
});
const read = (value: unknown, options = {}) =>
  readLabels(input("export.json", JSON.stringify(value)), options);

describe("an export of Label Studio", () => {
  test("gives the statements that its regions and relations mean, whichever way a relation points", () => {
    const { format, documents, faults } = read([task()]);
    expect([format, faults]).toEqual(["label-studio", []]);
    expect(documents[0]!.document).toEqual({
      id: "41",
      text: TEXT,
      attributionOnly: false,
      fields: { title: "Fidan speaks" },
      statements: [DOCUMENT.statements[1]],
    });
  });

  test("leaves out the regions of a project's other labels, and relations to them", () => {
    const place = { ...region("p", "Place", "Rafah"), from_name: "entity" };
    const { documents, faults } = read([task([place, ...RESULT, link("c1", "p"), link("p", "t2")])]);
    expect(faults).toEqual([]);
    expect(documents[0]!.document.statements).toEqual([DOCUMENT.statements[1]]);
  });

  test("knows our labels under another name of their control", () => {
    const renamed = RESULT.map((item) =>
      (item as { from_name?: string }).from_name === "part"
        ? { ...(item as object), from_name: "label" }
        : item,
    );
    expect(read([task(renamed)]).documents[0]!.document.statements).toEqual([DOCUMENT.statements[1]]);
  });

  test("counts offsets in code points, as its editor does, and is understood where a tool counted UTF-16", () => {
    const utf16 = structuredClone(RESULT) as { value?: { start: number; end: number } }[];
    for (const { value } of utf16)
      if (value && "start" in value) [value.start, value.end] = [value.start + 1, value.end + 1];
    expect(read([task(utf16)]).documents[0]!.document.statements).toEqual([DOCUMENT.statements[1]]);
  });

  test("joins contents that a relation joins, and takes one source for two contents", () => {
    const [first, second] = ["“We back the plan,”", "“and we will\nsign it.”"] as const;
    const parts = [
      region("a", "Content", first),
      region("b", "Content", second),
      region("s", "Source", "Hakan Fidan"),
    ];
    const one = read([task([...parts, link("a", "b"), link("b", "s")])]).documents[0]!.document.statements;
    expect(one.map(({ content, source }) => [content.map(wordsAt), source.map(wordsAt)])).toEqual([
      [[first, second], ["Hakan Fidan"]],
    ]);
    const two = read([task([...parts, link("a", "s"), link("b", "s")])]).documents[0]!.document.statements;
    expect(two.map(({ source }) => source.map(wordsAt))).toEqual([["Hakan Fidan"], ["Hakan Fidan"]]);
  });

  test("of several annotators gives each one's labels, and the ground truth for the document's", () => {
    const annotation = (email: string, result: unknown[], ground_truth = false, was_cancelled = false) => ({
      completed_by: { id: 1, email },
      result,
      ground_truth,
      was_cancelled,
    });
    const annotations = [
      annotation("x", []),
      annotation("y", RESULT, true),
      annotation("z", RESULT, false, true),
    ];
    const { documents, annotators } = read([task(RESULT, { annotations })]);
    expect(documents[0]!.document.statements).toHaveLength(1);
    expect([...annotators.keys()]).toEqual(["x", "y"]);
  });

  test("gives predictions where they are asked for", () => {
    const predictions = [{ model_version: "small 0.1.0", score: 0.8, result: [] }];
    const both = [task(RESULT, { predictions })];
    expect(read(both).documents[0]!.document.statements).toHaveLength(1);
    expect(read(both, { prefer: "predictions" }).documents[0]!.document).toMatchObject({
      model: "small 0.1.0",
      statements: [],
    });
  });

  test.each([
    ["was skipped", [{ result: RESULT, was_cancelled: true }]],
    ["is not yet annotated", []],
  ])("gives no pre-annotation for the labels of a task that %s", (_name, annotations) => {
    const predictions = [{ model_version: "small 0.1.0", result: RESULT }];
    const { documents, faults } = read([
      task(RESULT, { predictions }),
      task([], { id: 42, annotations, predictions }),
    ]);
    expect(documents.map(({ document }) => document.id)).toEqual(["41"]);
    expect(faults.map(({ code, message }) => [code, message])).toEqual([
      ["gold-missing-document", "document 42: the task has no annotation"],
    ]);
  });

  test("gives predictions where no task is annotated: what convert wrote comes back", () => {
    const predictions = [{ model_version: "small 0.1.0", result: RESULT }];
    const { documents, faults } = read([task([], { annotations: [], predictions })]);
    expect(faults).toEqual([]);
    expect(documents[0]!.document).toMatchObject({ model: "small 0.1.0", statements: [{}] });
  });

  test.each<[string, unknown, string, string]>([
    [
      "a label that is none of ours",
      task([region("x", "Person", "He")]),
      "gold-unknown-label",
      "the region x has Person",
    ],
    [
      "a stance that is none",
      task(RESULT.map((item) => JSON.parse(JSON.stringify(item).replace('"against"', '"pro"')))),
      "gold-unknown-label",
      "stance: pro",
    ],
    [
      "a region that belongs nowhere",
      task([region("x", "Cue", "said")]),
      "gold-invalid",
      "the cue “said” belongs to no statement",
    ],
    [
      "a relation between two parts that are no content",
      task([region("x", "Cue", "said"), region("y", "Source", "He"), link("x", "y")]),
      "gold-invalid",
      "join each to its content",
    ],
    [
      "a target without a stance",
      task([region("c", "Content", "sign it"), region("t", "Target", "it"), link("c", "t")]),
      "gold-invalid",
      "has no stance",
    ],
    [
      "a relation to a region that is gone",
      task([region("c", "Content", "sign it"), link("c", "gone")]),
      "gold-invalid",
      "gone, which is not marked",
    ],
    [
      "words that are not the text's",
      task([
        {
          ...region("c", "Content", "sign it"),
          value: { start: 0, end: 7, text: "sign it", labels: ["Content"] },
        },
      ]),
      "gold-text-differs",
      "differ at character 0",
    ],
    [
      "an offset outside the text",
      task([
        { ...region("c", "Content", "He"), value: { start: 900, end: 902, text: "He", labels: ["Content"] } },
      ]),
      "gold-offset",
      "lies outside",
    ],
    [
      "a task that nobody annotated",
      task(RESULT, { annotations: [] }),
      "gold-missing-document",
      "no annotation",
    ],
    ["a task without text", { id: 1, data: { body: "x" }, annotations: [] }, "gold-invalid", "data.text"],
    [
      "an export of before 1.0",
      { id: 1, data: { text: "x" }, completions: [] },
      "gold-invalid",
      "export the project anew",
    ],
  ])("with %s is refused with its document", (_name, value, code, message) => {
    const { faults } = read([value]);
    expect(faults.map((one) => [one.code, one.message])).toContainEqual([
      code,
      expect.stringContaining(message),
    ]);
    expect(faults[0]!.place).toMatchObject({
      file: "export.json",
      document: expect.stringMatching(/^(41|1)$/),
    });
  });

  test("with predictions of two versions of a model is refused", () => {
    const of = (model_version: string) =>
      task([], { annotations: [], predictions: [{ model_version, result: [] }] });
    const { faults } = read([of("1"), { ...of("2"), id: 42 }]);
    expect(faults.map(({ message }) => message)).toEqual(["the predictions are of different versions: 1, 2"]);
  });
});

describe("docs/label-studio.xml", () => {
  const config = new DOMParser().parseFromString(readFileSync("docs/label-studio.xml", "utf8"), "text/xml");
  const all = (selector: string) =>
    [...config.querySelectorAll(selector)] as unknown as { getAttribute(name: string): string | null }[];

  test("has every tag and label that imported tasks use", () => {
    const [tasks] = writeLabels([DOCUMENT], "label-studio", { as: "predictions" }).values();
    const items = JSON.parse(tasks!)[0].predictions[0].result as {
      type: string;
      from_name?: string;
      to_name?: string;
      labels?: string[];
      value?: { labels?: string[]; choices?: string[] };
    }[];
    const names = all("Labels, Choices, TextArea, Text").map((tag) => tag.getAttribute("name"));
    const values = (selector: string) => all(selector).map((tag) => tag.getAttribute("value"));
    for (const { type, from_name, to_name, labels, value } of items) {
      if (type === "relation") expect(values("Relation")).toEqual(expect.arrayContaining(labels!));
      else expect(names).toEqual(expect.arrayContaining([from_name, to_name]));
      expect(values("Label")).toEqual(expect.arrayContaining(value?.labels ?? []));
      expect(values("Choice")).toEqual(expect.arrayContaining(value?.choices ?? []));
    }
    expect(items.length).toBeGreaterThan(15);
  });

  test("says of every control which text it labels", () => {
    for (const tag of all("Labels, Choices, TextArea")) expect(tag.getAttribute("toName")).toBe("text");
  });
});
