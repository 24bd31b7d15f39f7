import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { CATALOGUE, parseOrThrow, StatementStanceError, toProblem } from "../../dist/errors/index.js";
import { ClassifyMany } from "../../dist/schemas/index.js";

describe("the catalogue of errors", () => {
  test("every error stands in docs/errors.md with its status and exit code, and nothing else does", () => {
    const page = readFileSync("docs/errors.md", "utf8");
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.+) \| (\d+) \| (\d+) \|$/gm)].map((m) => m.slice(1));
    expect(rows).toEqual(
      Object.entries(CATALOGUE).map(([code, e]) => [code, e.title, String(e.status), String(e.exit)]),
    );
  });

  test("an unexpected error shows nothing of its inside", () => {
    const problem = toProblem(new Error("/secret/path broke"));
    expect(problem).toMatchObject({ code: "internal", status: 500, detail: "unexpected error" });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });

  test("a request that does not fit names each field", () => {
    try {
      parseOrThrow(ClassifyMany, { documents: [{ text: "a" }, { text: 7 }], colour: 1 }, "invalid-request");
      throw new Error("it was accepted");
    } catch (error) {
      expect(error).toBeInstanceOf(StatementStanceError);
      const { errors } = toProblem(error);
      expect(errors?.map((e) => e.path)).toEqual(["documents[1].text", "colour"]);
    }
  });

  test("every field that there is not is named, wherever it stands", () => {
    const documents = [{ text: "a", targets: [{ name: "b", shape: 1, size: 2 }] }];
    try {
      parseOrThrow(ClassifyMany, { documents, options: { hue: 1 } }, "invalid-request");
      throw new Error("it was accepted");
    } catch (error) {
      expect(toProblem(error)).toMatchObject({
        detail: "documents[0].targets[0].shape: there is no such field (and 2 more)",
        errors: [
          { path: "documents[0].targets[0].shape" },
          { path: "documents[0].targets[0].size" },
          { path: "options.hue" },
        ],
      });
    }
  });
});
