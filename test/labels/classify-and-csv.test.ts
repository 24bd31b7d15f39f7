import { describe, expect, test } from "@jest/globals";
import { createClassifier } from "../../dist/classifier/index.js";
import { csvHeader, csvRows } from "../../dist/formats/index.js";
import { labelledStatement, readLabels } from "../../dist/labels/index.js";
import type { DocumentResult } from "../../dist/schemas/index.js";
import { input, TEXT } from "./sample.ts";

const classifier = await createClassifier({ workers: 1 });
const utf16 = await classifier.classify({ id: "a", text: TEXT });
const points = await classifier.classify({ id: "a", text: TEXT }, { offsetUnit: "codepoint" });
await classifier.close();

const texts = new Map([["a", TEXT]]);
const expected = points.statements.map(labelledStatement);
const csv = (result: DocumentResult) => csvHeader() + csvRows(result);
const row = ({ statements }: DocumentResult) => `${JSON.stringify({ id: "a", statements })}\n`;

describe("what classify writes", () => {
  test.each([
    ["JSON lines", "r.jsonl", row(utf16)],
    ["JSON lines with code points", "r.jsonl", row(points)],
    ["an answer of the library", "r.json", JSON.stringify(utf16, null, 2)],
    ["an answer of the service to several", "r.json", JSON.stringify({ documents: [utf16] }, null, 2)],
    ["the same on one line", "r.json", JSON.stringify({ documents: [utf16] })],
    ["JSON of the command", "r.json", `{"documents": [\n${JSON.stringify(utf16)}\n]}\n`],
    ["CSV", "r.csv", csv(utf16)],
    ["CSV with code points", "r.csv", csv(points)],
  ])("is read with the texts of elsewhere: %s", (_name, file, content) => {
    const { documents, faults } = readLabels(input(file, content), { texts });
    expect(faults).toEqual([]);
    expect(documents[0]!.document.statements).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test("is refused where the text is another, at the first character that differs", () => {
    const other = new Map([["a", TEXT.replace("back the plan", "back the plot")]]);
    const { faults } = readLabels(input("r.jsonl", row(utf16)), { texts: other });
    const at = Array.from(TEXT.slice(0, TEXT.indexOf("plan") + 2)).length;
    expect(faults[0]).toMatchObject({
      code: "gold-text-differs",
      place: { file: "r.jsonl", line: 1, document: "a" },
    });
    expect(faults[0]!.message).toContain(`differ at character ${at}`);
  });

  test("is refused where no text is at hand", () => {
    const { faults } = readLabels(input("r.jsonl", row(utf16)));
    expect(faults[0]).toMatchObject({ code: "gold-missing-document", place: { document: "a", line: 1 } });
  });
});

describe("CSV of labels", () => {
  const header = "document,statement,content,content_spans,target,target_start,target_end,stance,text";
  test("needs few columns, and takes them in any order", () => {
    const { documents, faults } = readLabels(
      input("l.csv", `${header}\nd,s1,It,"[[0,2]]",rain,3,9,against,It rained.\n`),
    );
    expect(faults).toEqual([]);
    expect(documents[0]!.document.statements).toMatchObject([
      { content: [[0, 2]], targets: [{ name: "rain", span: [3, 9] }] },
    ]);
  });

  test.each([
    [
      "a column that is missing",
      "document,statement\nd,s1\n",
      1,
      "gold-invalid",
      "there is no column content, content_spans",
    ],
    [
      "an unknown stance",
      `${header}\nd,s1,It,"[[0,2]]",rain,3,9,pro,It rained.\n`,
      2,
      "gold-unknown-label",
      "stance",
    ],
    [
      "spans that are none",
      `${header}\nd,s1,It,0-2,rain,3,9,favor,It rained.\n`,
      2,
      "gold-invalid",
      "0-2 is no list",
    ],
    [
      "a statement without content",
      `${header}\nd,s1,,,rain,3,9,favor,It rained.\n`,
      2,
      "gold-invalid",
      "no content_spans",
    ],
    [
      "words that are not the text's",
      `${header}\nd,s1,Xt,"[[0,2]]",rain,3,9,favor,It rained.\n`,
      2,
      "gold-text-differs",
      "character 0",
    ],
    ["a quotation that never closes", `${header}\nd,"s1,It`, 2, "gold-invalid", "cannot be read"],
  ])("with %s is refused with its line", (_name, text, line, code, message) => {
    const { faults } = readLabels(input("l.csv", text));
    expect(faults[0]).toMatchObject({
      code,
      place: { file: "l.csv", line },
      message: expect.stringContaining(message),
    });
  });
});
