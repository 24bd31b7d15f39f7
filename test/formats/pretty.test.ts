import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "@jest/globals";
import stringWidth from "string-width";
import { prettyDocument } from "../../dist/formats/pretty/index.js";
import { madeResult } from "../web/made.ts";

const TEXT =
  "Anna Holm told reporters in the harbour that Berg had praised the plan for the old town, and that the dams held.";
const [content] = /that Berg.*/.exec(TEXT)!;
const result = madeResult(TEXT, [
  {
    source: "Anna Holm",
    cue: "told",
    content,
    speaker: "Anna Holm",
    about: [
      ["Berg", "against"],
      ["the plan", "favor"],
      ["dams", "neutral"],
    ],
  },
]);
const show = (options = {}, of = result) =>
  prettyDocument(of, { colors: false, width: 60, name: "a.txt", ...options });

describe("a document for a person at a terminal", () => {
  test("shows speaker, cue, targets with their stance, chief first, and who is for and against what", () => {
    expect(show()).toBe(`a.txt · 1 statement · English · 1 ms

  1  Anna Holm told                             indirect 90%
     ▼ against  Berg 80%
     ▲ favor    the plan 80%
     ● neutral  dams 80%
     that Berg had praised the plan for the old town, and
     that the dams held.

     For and against
     Anna Holm
       ▲ the plan
       ▼ Berg
`);
  });

  test("colours each stance in its own way, and is the same text without", () => {
    const coloured = show({ colors: true });
    expect(coloured).toContain("\u001b[31m▼ against");
    expect(coloured).toContain("\u001b[32m▲ favor");
    expect(coloured).toContain("\u001b[34m● neutral");
    expect(stripVTControlCharacters(coloured)).toBe(show());
  });

  test.each([40, 60, 120])("keeps within %i columns, and in narrower terminals within 40", (width) => {
    const widest = Math.max(
      ...show({ width })
        .split("\n")
        .map((line) => stringWidth(line)),
    );
    expect(widest).toBeLessThanOrEqual(width);
    expect(show({ width: 10 })).toBe(show({ width: 40 }));
  });

  test("lets no name or word command the terminal", () => {
    const [statement] = result.statements;
    const speaker = { ...statement!.speaker!, name: "Anna\u001b[2J\u202e Holm\r\nx" };
    const shown = show({}, { ...result, statements: [{ ...statement!, speaker }] });
    expect(shown).toContain("Anna\ufffd[2J\ufffd Holm x");
    expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
