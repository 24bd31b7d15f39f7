import { describe, expect, test } from "@jest/globals";
import { newFolder } from "./files.ts";
import { run } from "./run.ts";

const { file } = newFolder();
const SAMPLE = "datasets/samples/bagheri-fidan.txt";

describe("statement-stance classify", () => {
  test("prints the sample's statements readably", async () => {
    const { code, stdout, stderr } = await run(["classify", SAMPLE]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Ali Bagheri");
    expect(stdout).toMatch(/▼ against/);
    expect(stdout).not.toContain("\u001b[");
  });

  test("JSONL in gives JSONL out: in order, one row a document, other fields kept, a broken line named", async () => {
    const rows = [
      { id: "a", text: "“I back it,” said Hakan Fidan.", section: "world" },
      { id: "b", text: "The weather was fine." },
    ];
    const path = file(
      "rows.jsonl",
      `${JSON.stringify(rows[0])}\n{"id": "broken\n${JSON.stringify(rows[1])}\n{"id":"c"}\n{"id":"d","text":" "}\n`,
    );
    const { code, stdout, stderr } = await run(["classify", path]);
    const out = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(out.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(out[0]).toMatchObject({ section: "world", statements: [{ speaker: { name: "Hakan Fidan" } }] });
    expect(code).toBe(65);
    expect(stderr).toMatch(/rows\.jsonl:2: .*\[broken-line]/);
    expect(stderr).toMatch(/rows\.jsonl:4: text: .*\[broken-line]/);
    expect(stderr).toMatch(/rows\.jsonl:5: .*\[empty-text]/);
  });

  test("says plainly that the model was not trained for the language, whatever the format", async () => {
    const french = file(
      "french.txt",
      "Le ministre des Affaires étrangères a déclaré mardi que les négociations reprendraient la semaine prochaine.",
    );
    const told = /French.*small was trained for English/;
    const pretty = await run(["classify", french]);
    expect(pretty.stdout).toMatch(told);
    const csv = await run(["classify", "--format", "csv", french]);
    expect(csv.stdout.split("\n")[0]).toMatch(/,language,language_trained$/);
    expect(csv.stderr).toMatch(told);
    const json = JSON.parse((await run(["classify", "--format", "json", french])).stdout);
    expect(json.document.language).toMatchObject({ code: "fr", trainedFor: false });
    const [line] = (await run(["classify", "--format", "jsonl", french])).stdout.split("\n");
    expect(JSON.parse(line!).detectedLanguage).toMatchObject({ code: "fr", trainedFor: false });
  });

  test("takes the article out of a web page on standard input", async () => {
    const html = `<html><head><title>News</title></head><body><nav>Home Sport</nav><article><h1>Fidan speaks</h1><p>${"The talks in Istanbul went on for a long time on Monday. ".repeat(5)}</p><p>Hakan Fidan condemned the strike on Rafah.</p></article></body></html>`;
    const { code, stdout } = await run(["classify", "--format", "json"], { input: html });
    expect(code).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout).statements)).toContain("Hakan Fidan");
    expect(stdout).not.toContain("Home Sport");
  });

  test("writes CSV", async () => {
    const { stdout } = await run(["classify", "--format", "csv"], { input: "Fidan condemned the strike." });
    expect(stdout.split("\n")[0]).toMatch(/^document,statement,kind,speaker/);
    expect(stdout).toContain("against");
  });

  test("gives the stance on a named target", async () => {
    const { stdout } = await run(["classify", "-t", "Israel", "-f", "json"], {
      input: "Hakan Fidan condemned Israel.",
    });
    expect(JSON.parse(stdout).statements[0].requested).toMatchObject([
      { name: "Israel", concerned: true, stance: "against" },
    ]);
  });

  test.each([
    [
      "a file that is not there",
      ["classify", "none.txt"],
      66,
      "none.txt: there is no such file [file-unreadable]",
    ],
    ["a directory", ["classify", "src"], 66, "src is a directory [is-directory]"],
    ["a value out of range", ["classify", "--min-confidence", "3"], 64, "a number from 0 to 1 is needed"],
    ["no command at all", [], 64, "classify [options] [file...]"],
    ["a command that is misspelt", ["clasify"], 64, "Did you mean classify?"],
    ["an unknown option", ["classify", "--colour"], 64, "unknown option"],
    ["a model that is not there", ["classify", "-m", "none", SAMPLE], 69, "[model-missing]"],
    ["an output that cannot be written", ["classify", "-o", "none/out", SAMPLE], 73, "[file-unwritable]"],
  ])("refuses %s", async (_name, args, code, message) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toContain("    at ");
  });

  test("says at which byte UTF-8 is broken", async () => {
    const { code, stderr } = await run([
      "classify",
      file("latin1.txt", Buffer.from("Il a d\xe9nonc\xe9.", "latin1")),
    ]);
    expect(code).toBe(65);
    expect(stderr).toContain(
      "the bytes are not UTF-8 from byte 6 on; they look like ISO-8859-1: give --encoding ISO-8859-1",
    );
  });

  test("explains itself with examples", async () => {
    const { code, stdout } = await run(["classify", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toMatch(/a single row of JSON lines .*--input jsonl/s);
  });
});

describe("the model of a command", () => {
  const gold = "datasets/authored/dev.jsonl";
  test.each([
    ["classify", [SAMPLE]],
    ["evaluate", [gold]],
    ["quality", []],
    ["robustness", ["--data", gold]],
    ["serve", ["--port", "0"]],
    ["batch", [SAMPLE, "--store", file("batch.sqlite", "")]],
    ["worker", ["--store", file("worker.sqlite", "")]],
  ])("%s takes it from --model or MODEL, and says which there are", async (command, rest) => {
    const byOption = await run([command, ...rest, "--model", "none-such"]);
    const byVariable = await run([command, ...rest], { env: { MODEL: "none-such" } });
    for (const { code, stderr } of [byOption, byVariable]) {
      expect(stderr).toMatch(/none-such \(models here: (.+, )?small\b.*\[model-missing]/);
      expect(code).toBe(69);
    }
  });
});
