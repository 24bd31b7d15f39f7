import { describe, expect, test } from "@jest/globals";
import { openInput, type ReadDocument, readDocuments } from "../../dist/formats/index.js";

async function* pieces(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

const open = (...texts: (string | Error)[]) => openInput({ name: "in", stream: pieces(...texts) });

async function read(...texts: (string | Error)[]) {
  const documents: ReadDocument[] = [];
  const errors: any[] = [];
  for await (const one of readDocuments(await open(...texts))) {
    if ("error" in one) errors.push(one.error);
    else documents.push(one);
  }
  return { documents, errors };
}

const ROW = '{"text": "It rained."}';

describe("an input without a name that tells is what it begins like", () => {
  test.each([
    ["a text", "text", ["It rained."]],
    ["nothing", "text", [""]],
    ["a text that begins with a bracket", "text", ["[Reuters] It rained."]],
    ["a text that begins with a brace", "text", ["{sic} it rained."]],
    ["a page", "html", ["\n <!DOCTYPE html><p>It rained.</p>"]],
    ["a list", "json", [`[${ROW}]`]],
    ["an empty list", "json", ["[]"]],
    ["an object over several lines", "json", ['{\n  "text": "It rained."\n}\n']],
    ["one object on one line", "json", [`${ROW}\n`]],
    ["an object a line", "jsonl", [`${ROW}\n${ROW}\n`]],
    ["an object a line, the first broken", "jsonl", [`{"text": "It\n${ROW}\n`]],
    ["an object a line, in pieces that end anywhere", "jsonl", ["{", '"text": "It rained."}\n', ROW]],
  ])("%s is %s", async (_name, format, texts) => {
    expect((await open(...texts)).format).toBe(format);
  });
});

describe("documents of JSON", () => {
  test("are an object, or the members of a list with their numbers; other fields are kept", async () => {
    const given = { text: "It rained.", id: 7, title: null, section: "world", language: "en" };
    const { documents } = await read(JSON.stringify(given));
    expect(documents).toMatchObject([{ given, file: "in", alone: true }]);
    const list = await read(JSON.stringify([given, given]));
    expect(list.documents).toMatchObject([
      { given, number: 1, alone: false },
      { given, number: 2, alone: false },
    ]);
  });

  test("that do not fit are named by their number, and the others are read", async () => {
    const { documents, errors } = await read(`[${ROW}, {"text": 5}, 5, ${ROW}]`);
    expect(documents.map(({ number }) => number)).toEqual([1, 4]);
    expect(errors).toMatchObject([
      { code: "invalid-request", message: expect.stringMatching(/^document 2: text: /) },
      { code: "invalid-request", message: expect.stringMatching(/^document 3: /) },
    ]);
  });

  test("that are broken are told with line and column", async () => {
    const { errors } = await read('[\n  {"text": "It rained."},\n  {"text" "It"}\n]');
    expect(errors).toMatchObject([
      { code: "invalid-json", message: expect.stringMatching(/line 3, column 11: colon expected/) },
    ]);
  });
});

describe("what breaks while an input is read", () => {
  const broken = (error: Error) => read(`${ROW}\n`.repeat(2), error);

  test("is told as the file's, where the file system says so", async () => {
    const error = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", syscall: "read" });
    const { documents, errors } = await broken(error);
    expect(documents).toHaveLength(2);
    expect(errors).toMatchObject([{ code: "file-unreadable", message: "in: EIO: i/o error, read" }]);
  });

  test("is not put down to the file, where it is a mistake of ours", async () => {
    const mistake = new TypeError("row.text is undefined");
    expect((await broken(mistake)).errors).toEqual([mistake]);
  });
});
