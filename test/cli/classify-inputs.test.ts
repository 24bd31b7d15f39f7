import { describe, expect, test } from "@jest/globals";
import { jsonLines, newFolder, parseLines } from "./files.ts";
import { run } from "./run.ts";

const { at, file } = newFolder();
const TEXT = "Hakan Fidan condemned the strike.";
const PAGE = `<html><body><article><h1>Talks</h1><p>${"The talks went on for a long time. ".repeat(8)}</p><p>${TEXT}</p></article></body></html>`;

describe("the inputs of classify", () => {
  test("files of all formats and standard input in their order, each document by its id or its place", async () => {
    const text = file("a.txt", TEXT);
    const page = file("page.html", PAGE);
    const list = file("list.json", JSON.stringify([{ text: TEXT, section: "world" }, { id: "no text" }]));
    const one = file("one.json", JSON.stringify({ id: 7, text: TEXT, date: "2024-05-14", language: "tr" }));
    const table = file("table.csv", `text,id,desk\n${TEXT},,Ankara\n${TEXT},c2,Tehran\n`);
    const none = at("none.txt");
    const inputs = [text, none, page, list, "-", one, table];
    const { code, stdout, stderr } = await run(["classify", "-f", "json", ...inputs], { input: TEXT });
    const documents = JSON.parse(stdout).documents.map((one: any) => one.document);
    expect(documents).toMatchObject([
      { id: text },
      { id: page, text: expect.stringContaining(TEXT) },
      { id: `${list}#1`, section: "world" },
      { id: "standard input" },
      { id: "7", date: "2024-05-14", language: { code: expect.any(String) }, rowLanguage: "tr" },
      { id: `${table}#2`, desk: "Ankara" },
      { id: "c2", desk: "Tehran" },
    ]);
    expect(code).toBe(66);
    expect(stderr.trim().split("\n")).toEqual([
      `statement-stance: ${none}: there is no such file [file-unreadable]`,
      expect.stringMatching(/list\.json: document 2: text: .*\[invalid-request]$/),
    ]);
  });

  test("rows of JSON lines on standard input come back as they were, beside what was found", async () => {
    const rows = [
      { id: 7, language: "en", title: null, tags: { desk: ["world"] }, targets: [{ name: "Israel" }] },
      { date: null, url: "x:1", statements: "theirs" },
    ];
    const text = `${TEXT} The talks in Istanbul went on for a long time on Monday.`;
    const input = jsonLines(rows.map((row) => ({ ...row, text })));
    const { code, stdout } = await run(["classify"], { input });
    const out = parseLines(stdout);
    for (const { detectedLanguage, statements } of out) {
      expect(detectedLanguage).toMatchObject({ code: "en", trainedFor: true });
      expect(statements[0].speaker.name).toBe("Hakan Fidan");
    }
    expect(out.map(({ detectedLanguage: _ours, statements: _found, ...given }) => given)).toEqual([
      rows[0],
      { id: "standard input#2", date: null, url: "x:1" },
    ]);
    expect(code).toBe(0);
  });

  test("a first file that is not there does not change the format of the output", async () => {
    const rows = file("rows.jsonl", jsonLines([{ id: "a", text: TEXT }]));
    const { code, stdout } = await run(["classify", at("none.jsonl"), rows]);
    expect([code, parseLines(stdout).map(({ id }) => id)]).toEqual([66, ["a"]]);
  });

  test("--input and --encoding say what standard input is", async () => {
    const input = Buffer.from("text,id\nBärbel Höhn condemned the strike.,b1\n", "latin1");
    const flags = ["--input", "csv", "--encoding", "windows-1252"];
    const { code, stdout } = await run(["classify", ...flags], { input });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^b1,s1,.*Bärbel Höhn/m)]);
  });

  test.each([
    ["an empty list", "[]", 0, '{"documents": []}\n'],
    ["rows that all fail", '{"text": ""}\n{"text": ""}\n', 65, '{"documents": []}\n'],
    ["one document that fails", '{"text": ""}', 65, ""],
  ])("JSON of %s", async (_name, input, code, stdout) => {
    expect(await run(["classify", "-f", "json"], { input })).toMatchObject({ code, stdout });
  });
});
