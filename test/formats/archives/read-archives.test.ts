import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import tar from "tar-stream";
import {
  type ArchiveItem,
  checkInputs,
  DEFAULT_ARCHIVE_OPTIONS,
  readArchives,
} from "../../../dist/formats/archives/index.js";

const root = mkdtempSync(join(tmpdir(), "archives-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder = "";
let count = 0;
beforeEach(() => {
  folder = join(root, String(++count));
  mkdirSync(folder);
});
const at = (name: string) => join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), content);
  return at(name);
};

async function read(input: string, options: object = {}): Promise<ArchiveItem[]> {
  const items: ArchiveItem[] = [];
  for await (const item of readArchives([input], { ...DEFAULT_ARCHIVE_OPTIONS, ...options }))
    items.push(item);
  return items;
}
const short = (item: ArchiveItem): string => {
  if (item.type === "document") return `${item.key}: ${item.row.text}`;
  if (item.type === "ignored") return `ignored ${item.file}`;
  const { code, message, place } = item.error;
  return `${code} ${place.file}${place.line ? `:${place.line}` : ""} ${message}`;
};
const shortly = async (input: string, options: object = {}) => (await read(input, options)).map(short);

const ROWS =
  '{"id":"a","text":"one"}\n\n{"text":"two","title":"T","date":"2024-01-01"}\r\n{"id":7,"text":"three"}';
/** Files that programs have packed which are not everywhere; `packed/make.py` makes them. */
const packedFile = (name: string) => new URL(`packed/${name}`, import.meta.url);
const packed = (name: string) => readFileSync(packedFile(name));

async function tarOf(
  entries: [name: string, content: string | Buffer, type?: "file" | "symlink"][],
): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content, type = "file"] of entries) {
    if (type === "symlink") pack.entry({ name, type, linkname: String(content) });
    else pack.entry({ name }, content);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
/** A record of a web archive, and what a server answered. */
const record = (type: string, address: string, block: string) =>
  `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${address}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:${address.length}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(block, "latin1")}\r\n\r\n${block}\r\n\r\n`;
const http = (status: string, type: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n\r\n${body}`;

describe("reading archives", () => {
  it("a folder of texts and pages, in the order of their names; other files are passed over and told", async () => {
    write("news/b.txt", "b");
    write("news/a/page.html", "<p>page</p>");
    write("news/picture.jpg", "jpg");
    write("news/.hidden.txt", "hidden");
    expect(await shortly(at("news"))).toEqual([
      "news/a/page.html: <p>page</p>",
      "news/b.txt: b",
      "ignored news/picture.jpg",
    ]);
  });

  it("JSON lines: the row's id, or its place", async () => {
    expect(await shortly(write("rows.jsonl", ROWS))).toEqual(["a: one", "rows.jsonl#3: two", "7: three"]);
  });

  it.each(["gz", "zst"])("JSON lines packed with .%s read the same", async (packing) => {
    const bytes = packing === "gz" ? gzipSync(ROWS) : packed("rows.jsonl.zst");
    expect(await shortly(write(`rows.jsonl.${packing}`, bytes))).toEqual([
      "a: one",
      `rows.jsonl.${packing}#3: two`,
      "7: three",
    ]);
  });

  it("files that were packed in several parts", async () => {
    const parts = ['{"id":1,"text":"x"}\n', '{"id":2,"text":"y"}\n'];
    expect(await shortly(write("a.jsonl.gz", Buffer.concat(parts.map((part) => gzipSync(part)))))).toEqual([
      "1: x",
      "2: y",
    ]);
    expect(await shortly(write("a.jsonl.zst", packed("two-parts.jsonl.zst")))).toEqual(["1: x", "2: y"]);
  });

  it("CSV, with the columns that are named", async () => {
    const csv = 'nr,body,when\n1,"one, ""two""\nthree",2024-05-01\n2,plain,\n';
    const columns = { text: "body", id: "nr", title: "head", date: "when", url: "link" };
    const items = await read(write("a.csv", `\ufeff${csv}`), { columns });
    expect(items.map(short)).toEqual(['1: one, "two"\nthree', "2: plain"]);
    expect(items[0]).toMatchObject({ line: 2, row: { id: "1", date: "2024-05-01" } });
    expect(items[1]).toMatchObject({ line: 4, row: { id: "2" } });
    expect(await shortly(write("b.csv", csv.replaceAll(",", ";")), { columns, delimiter: ";" })).toHaveLength(
      2,
    );
  });

  it("a CSV file without the text column says which it has", async () => {
    expect(await shortly(write("a.csv", "id,body\n1,x\n"))).toEqual([
      "broken-line a.csv:1 there is no column 'text'; the columns are 'id', 'body': give --text-column",
    ]);
  });

  it("tar.gz and zip, with all formats inside", async () => {
    const bytes = gzipSync(
      await tarOf([
        ["in/a.txt", "a"],
        ["rows.jsonl", ROWS],
        ["link.txt", "in/a.txt", "symlink"],
        ["x.bin", "?"],
      ]),
    );
    expect(await shortly(write("all.tar.gz", bytes))).toEqual([
      "all.tar.gz/in/a.txt: a",
      "a: one",
      "all.tar.gz/rows.jsonl#3: two",
      "7: three",
      "ignored all.tar.gz/x.bin",
    ]);
    copyFileSync(packedFile("all.zip"), at("all.zip"));
    expect(await shortly(at("all.zip"))).toEqual(["all.zip/in/a.txt: a", "all.zip/ä.html: <p>b</p>"]);
  });

  it("WARC: pages that were answered well, with their address and date", async () => {
    const warc = [
      record(
        "response",
        "https://a.example/1",
        http("200 OK", "text/html; charset=iso-8859-1", "<p>caf\xe9</p>"),
      ),
      record("response", "https://a.example/22", http("404 Not Found", "text/html", "<p>gone</p>")),
      record("response", "https://a.example/333", http("200 OK", "image/png", "png")),
      record("response", "https://a.example/4444", http("200 OK", "text/html", "<p>last</p>")),
    ];
    const bytes = Buffer.concat(warc.map((part) => gzipSync(Buffer.from(part, "latin1"))));
    const items = await read(write("crawl.warc.gz", bytes));
    expect(items.map(short)).toEqual([
      "https://a.example/1: <p>café</p>",
      "https://a.example/4444: <p>last</p>",
    ]);
    expect(items[0]).toMatchObject({
      media: "html",
      row: { date: "2024-05-01T10:00:00Z", url: "https://a.example/1" },
    });
  });

  it("any rows come out as they went in, whatever the chunks and packing", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { maxLength: 20 }),
        fc.boolean(),
        async (texts, zipped) => {
          const rows = texts.map((text, id) => JSON.stringify({ id, text })).join("\n");
          const name = `p${++run}.jsonl${zipped ? ".gz" : ""}`;
          const items = await read(write(name, zipped ? gzipSync(rows) : rows));
          expect(items.map((item) => item.type === "document" && item.row.text)).toEqual(texts);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("the same content has the same hash, another title has another", async () => {
    const rows = ['{"id":1,"text":"x"}', '{"id":2,"text":"x"}', '{"id":3,"text":"x","title":"y"}'].join("\n");
    const [one, two, three] = (await read(write("a.jsonl", rows))).map(
      (item) => item.type === "document" && item.hash,
    );
    expect(one).toBe(two);
    expect(one).not.toBe(three);
  });
});

describe("archives with something wrong in them", () => {
  it("a broken line is told with its place, and the rest is read", async () => {
    const rows = '{"id":"a","text":"one"}\n{"id":\n{"text":5}\n[1]\n{"id":"b","text":"two"}\n';
    expect(await shortly(write("rows.jsonl", rows))).toEqual([
      "a: one",
      expect.stringMatching(/^broken-line rows.jsonl:2 the line is no JSON: /),
      "broken-line rows.jsonl:3 text: Invalid input: expected string, received number",
      "broken-line rows.jsonl:4 Invalid input: expected object, received array",
      "b: two",
    ]);
  });

  it("a gzip file that was cut off gives what it holds, and says that it is cut off", async () => {
    const rows = Array.from({ length: 2000 }, (_, id) =>
      JSON.stringify({ id, text: `text ${Math.sin(id)}` }),
    ).join("\n");
    const whole = gzipSync(rows);
    const items = await shortly(write("cut.jsonl.gz", whole.subarray(0, whole.length / 2)));
    expect(items.length).toBeGreaterThan(100);
    expect(items.at(-1)).toMatch(
      /^archive-truncated cut.jsonl.gz:\d+ the compressed data end too early or are damaged \(unexpected end of file\)$/,
    );
  });

  it.each([
    ["a.jsonl.gz", () => Buffer.from("this is no gzip")],
    ["a.jsonl.zst", () => Buffer.from("this is no zstd at all")],
    ["b.jsonl.zst", () => packed("rows-1000-times.jsonl.zst").subarray(0, 60)],
    ["a.zip", () => Buffer.from("PK, this is no zip".repeat(10))],
  ])("%s that is damaged", async (name, bytes) => {
    expect(await shortly(write(name, bytes()))).toEqual([
      expect.stringMatching(new RegExp(`^archive-truncated ${name}`)),
    ]);
  });

  it("a tar that was cut off", async () => {
    const whole = await tarOf([
      ["a.txt", "a"],
      ["b.txt", "b".repeat(5000)],
    ]);
    const items = await shortly(write("cut.tar", whole.subarray(0, 2500)));
    expect(items[0]).toBe("cut.tar/a.txt: a");
    expect(items.at(-1)).toMatch(/^archive-truncated cut.tar/);
  });

  describe("a web archive that was cut off gives the pages before, and says so", () => {
    const page = (address: string, body: string) =>
      record("response", `https://a.example/${address}`, http("200 OK", "text/html", body));
    const noise = Array.from({ length: 20_000 }, (_, n) => Math.sin(n)).join(" ");
    const first = page("1", "<p>one</p>");
    const image = record("response", "https://a.example/22", http("200 OK", "image/png", noise));
    const last = page("333", `<p>${noise}</p>`);
    it.each([
      ["a page", "cut.warc", Buffer.from(first + last).subarray(0, -20_000)],
      ["a page's beginning", "cut.warc", Buffer.from(first + last).subarray(0, first.length + 150)],
      ["what is passed over", "cut.warc", Buffer.from(first + image).subarray(0, -20_000)],
      ["a packed page", "cut.warc.gz", Buffer.concat([gzipSync(first), gzipSync(last).subarray(0, 50_000)])],
      [
        "what is passed over, packed",
        "cut.warc.gz",
        Buffer.concat([gzipSync(first), gzipSync(image).subarray(0, 50_000)]),
      ],
    ])("within %s", async (_where, name, bytes) => {
      expect(await shortly(write(name, bytes))).toEqual([
        "https://a.example/1: <p>one</p>",
        expect.stringMatching(new RegExp(`^archive-truncated ${name} `)),
      ]);
    });
  });

  it("a page of a web archive that is too large, or in no known encoding, does not end the reading", async () => {
    const page = (address: string, type: string, body: string) =>
      record("response", `https://a.example/${address}`, http("200 OK", type, body));
    const warc = [
      page("1", "text/html", "x".repeat(300_000)),
      page("22", "text/html; charset=klingon", "<p>Qapla'</p>"),
      page("333", "text/html", "<p>good</p>"),
    ];
    expect(await shortly(write("a.warc", warc.join("")), { maxDocumentBytes: 100_000 })).toEqual([
      expect.stringMatching(/^archive-too-large a.warc\/https:\/\/a.example\/1 /),
      expect.stringMatching(/^invalid-encoding a.warc\/https:\/\/a.example\/22 /),
      "https://a.example/333: <p>good</p>",
    ]);
  });

  it("an entry of a tar that is too large or damaged is told, and all others are read", async () => {
    const entries: [string, string | Buffer][] = [
      ["first.txt", "first"],
      ["large.txt", "x".repeat(1_000_000)],
      ["next.txt", "next"],
      ["damaged.txt.gz", Buffer.concat([gzipSync("a").subarray(0, 12), Buffer.alloc(500_000, 0xff)])],
      ["last.jsonl", '{"id":"last","text":"last"}'],
    ];
    const options = { maxDocumentBytes: 100_000 };
    expect(await shortly(write("a.tar.gz", gzipSync(await tarOf(entries))), options)).toEqual([
      "a.tar.gz/first.txt: first",
      expect.stringMatching(/^archive-too-large a.tar.gz\/large.txt /),
      "a.tar.gz/next.txt: next",
      expect.stringMatching(/^archive-truncated a.tar.gz\/damaged.txt.gz /),
      "last: last",
    ]);
  });

  it("bytes in another encoding are named, not guessed; given the encoding they are read", async () => {
    const bytes = Buffer.from(
      "Le président a déclaré que la réunion était reportée à l'été prochain",
      "latin1",
    );
    expect(await shortly(write("a.txt", bytes))).toEqual([
      "invalid-encoding a.txt the bytes are not UTF-8 from byte 5 on; they look like ISO-8859-1: give --encoding ISO-8859-1",
    ]);
    expect(await shortly(at("a.txt"), { encoding: "ISO-8859-1" })).toEqual([
      `a.txt: ${bytes.toString("latin1")}`,
    ]);
    const line = Buffer.concat([
      Buffer.from('{"id":1,"text":"good"}\n{"id":2,"text":"'),
      bytes,
      Buffer.from('"}\n{"id":3,"text":"good"}'),
    ]);
    expect(await shortly(write("a.jsonl", line))).toEqual([
      "1: good",
      expect.stringMatching(
        /^invalid-encoding a.jsonl:2 the bytes are not UTF-8 from byte \d+ on; they look like/,
      ),
      "3: good",
    ]);
    const csv = Buffer.concat([Buffer.from("id,text\n1,good\n2,"), bytes, Buffer.from("\n3,good\n")]);
    expect(await shortly(write("a.csv", csv))).toEqual([
      "1: good",
      expect.stringMatching(/^invalid-encoding a.csv:3 /),
      "3: good",
    ]);
    expect(await shortly(at("a.csv"), { encoding: "windows-1252" })).toHaveLength(3);
    expect(await shortly(at("a.txt"), { encoding: "klingon" })).toEqual([
      "invalid-encoding a.txt the encoding klingon is not known",
    ]);
  });

  it("a byte order mark, or a page's own word, is enough", async () => {
    expect(await shortly(write("a.txt", Buffer.from("\ufeffété", "utf16le")))).toEqual(["a.txt: été"]);
    expect(await shortly(write("a.jsonl", Buffer.from('\ufeff{"id":1,"text":"été"}\n', "utf16le")))).toEqual([
      "1: été",
    ]);
    const page = Buffer.from('<meta charset="iso-8859-1"><p>été</p>', "latin1");
    expect(await shortly(write("a.html", page))).toEqual(['a.html: <meta charset="iso-8859-1"><p>été</p>']);
  });

  it("ragged rows of a CSV file", async () => {
    expect(await shortly(write("a.csv", 'id,text\n1,a\n2\n3,b,c\n4,"d"x\n5,e\n'))).toEqual([
      "1: a",
      "broken-line a.csv:3 the row has 1 fields, and the header has 2",
      "broken-line a.csv:4 the row has 3 fields, and the header has 2",
      '4: "d"x',
      "5: e",
    ]);
  });

  it("a CSV file whose quotation mark never closes", async () => {
    const items = await shortly(write("a.csv", `id,text\n1,a\n2,"b\n${"3,c\n".repeat(10)}`));
    expect(items).toEqual([
      "1: a",
      expect.stringMatching(/^broken-line a.csv:\d+ the row cannot be read: Quote Not Closed/),
    ]);
  });

  it("a bomb: what unpacks to more than the limit is given up, whatever its form, without being held", async () => {
    const options = { maxDocumentBytes: 100_000 };
    const before = process.memoryUsage().rss;
    const bomb = gzipSync(Buffer.alloc(300_000_000));
    const message = "a document unpacks to more than 100000 bytes, the limit";
    expect(await shortly(write("a.txt.gz", bomb), options)).toEqual([
      `archive-too-large a.txt.gz ${message}`,
    ]);
    expect(await shortly(write("a.jsonl.gz", bomb), options)).toEqual([
      `archive-too-large a.jsonl.gz:1 ${message}`,
    ]);
    expect(await shortly(write("a.txt.zst", gunzipSync(packed("bomb.txt.zst.gz"))), options)).toEqual([
      `archive-too-large a.txt.zst ${message}`,
    ]);
    expect(await shortly(write("a.zip", gunzipSync(packed("bomb.zip.gz"))), options)).toEqual([
      `archive-too-large a.zip/a.txt ${message}`,
      "a.zip/b.txt: good",
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
  });

  it("a bomb in the form of a CSV row", async () => {
    const bomb = gzipSync(`id,text\n1,"${"a".repeat(5_000_000)}"\n2,b\n`);
    expect((await shortly(write("a.csv.gz", bomb), { maxDocumentBytes: 100_000 }))[0]).toMatch(
      /^broken-line a.csv.gz.*Max Record Size/,
    );
  });

  it("a line that is too long in a plain file is told, and the rest is read", async () => {
    const rows = `{"id":1,"text":"a"}\n${"x".repeat(500_000)}\n{"id":2,"text":"b"}\n`;
    expect(await shortly(write("a.jsonl", rows), { maxDocumentBytes: 100_000 })).toEqual([
      "1: a",
      "text-too-long a.jsonl:2 a document has more than 100000 bytes, the limit",
      "2: b",
    ]);
  });

  it("paths that lead out of an archive, and archives inside archives", async () => {
    const entries: [string, string][] = [
      ["../../etc/passwd.txt", "x"],
      ["/abs.txt", "x"],
      ["C:\\x.txt", "x"],
      ["in.zip", "x"],
      ["good.txt", "good"],
    ];
    expect(await shortly(write("a.tar", await tarOf(entries)))).toEqual([
      "archive-unsafe-path a.tar/../../etc/passwd.txt the entry '../../etc/passwd.txt' leads out of the archive",
      "archive-unsafe-path a.tar//abs.txt the entry '/abs.txt' leads out of the archive",
      "archive-unsafe-path a.tar/C:\\x.txt the entry 'C:\\x.txt' leads out of the archive",
      "unknown-format a.tar/in.zip a.tar/in.zip: archives inside archives are not read",
      "a.tar/good.txt: good",
    ]);
    expect(await shortly(write("a.zip", packed("unsafe.zip")))).toEqual([
      "archive-unsafe-path a.zip/../up.txt the entry '../up.txt' leads out of the archive",
      "a.zip/good.txt: good",
    ]);
  });

  it("links in a circle", async () => {
    write("news/a.txt", "a");
    symlinkSync(at("news"), at("news/back"));
    symlinkSync("self.txt", at("news/self.txt"));
    symlinkSync("gone.txt", at("news/missing.txt"));
    expect(await shortly(at("news"))).toEqual([
      "news/a.txt: a",
      "file-unreadable news/back news/back: this link leads back to a folder that holds it",
      expect.stringMatching(/^file-unreadable news\/missing.txt .*ENOENT/),
      "file-unreadable news/self.txt news/self.txt: its symbolic links lead in a circle",
    ]);
  });

  it("inputs that do not exist, or are of no known format, are refused before anything is begun", async () => {
    await expect(checkInputs([at("nowhere")])).rejects.toMatchObject({
      code: "file-unreadable",
      place: { file: at("nowhere") },
    });
    await expect(checkInputs([write("a.pdf", "x")])).rejects.toMatchObject({
      code: "unknown-format",
      message: expect.stringContaining("a.pdf: expected a folder, or a file named .txt, .html"),
    });
  });

  it("two inputs of one name, whose documents would have the same ids, are refused", async () => {
    const [one, other] = [write("2023/news.csv", "text\na\n"), write("2024/news.csv", "text\nb\n")];
    await expect(checkInputs([one, other])).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringContaining(`${one} and ${other} have one name`),
    });
    await expect(checkInputs([at("2023"), at("2024")])).resolves.toBeUndefined();
  });
});
