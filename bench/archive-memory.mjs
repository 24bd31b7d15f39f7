/**
 * That reading an archive takes no more memory however long it is: `node bench/archive-memory.mjs`, or
 * `node bench/archive-memory.mjs MEGABYTES FORMAT` with jsonl, csv, jsonl.gz, tar or tar.gz. The reader only, without a model. Exits
 * with 1 where the second half of the archive takes more memory than the first.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { seededRandom } from "../dist/evaluation/index.js";
import { DEFAULT_ARCHIVE_OPTIONS, readArchives } from "../dist/formats/archives/index.js";
import { someWord } from "./made-archive.mjs";

const MOST_GROWTH = 1.15;
const megabytes = Number(process.argv[2] ?? 2048);
const formats = process.argv[3] ? [process.argv[3]] : ["jsonl", "csv", "tar.gz"];
const next = seededRandom(3);
const PARAGRAPHS = Array.from({ length: 500 }, () =>
  Array.from({ length: 120 }, () => someWord(next)).join(" "),
);
const article = () =>
  Array.from({ length: 3 + Math.floor(next() * 5) }, () => PARAGRAPHS[Math.floor(next() * 500)]).join("\n\n");

/** Lines of about so many bytes together. */
function* lines(bytes, line) {
  for (let written = 0, number = 1; written < bytes; number++) {
    const text = line(number);
    written += text.length;
    yield text;
  }
}

const WRITERS = {
  jsonl: (bytes) => Readable.from(lines(bytes, (id) => `${JSON.stringify({ id, text: article() })}\n`)),
  csv: (bytes) => Readable.from(lines(bytes, (id) => (id === 1 ? "id,text\n" : `${id},"${article()}"\n`))),
  "jsonl.gz": (bytes) => WRITERS.jsonl(bytes).pipe(createGzip({ level: 1 })),
  tar: tarOf,
  "tar.gz": (bytes) => tarOf(bytes).pipe(createGzip({ level: 1 })),
};

function tarOf(bytes) {
  const tar = pack();
  const fill = async () => {
    for (const text of lines(bytes, article)) {
      await new Promise((resolve) => tar.entry({ name: `articles/${next()}.txt` }, text, resolve));
    }
    tar.finalize();
  };
  void fill();
  return tar;
}

const residentMegabytes = () => process.memoryUsage.rss() / 2 ** 20;

async function read(path) {
  const size = statSync(path).size;
  const progress = { bytes: 0 };
  const highest = [0, 0];
  let documents = 0;
  const began = performance.now();
  for await (const item of readArchives([path], DEFAULT_ARCHIVE_OPTIONS, progress)) {
    if (item.type !== "document") throw new Error(JSON.stringify(item));
    documents++;
    // Half of the archive each; the first tenth is the warming up.
    const share = progress.bytes / size;
    if (documents % 500 === 0 && share > 0.1) {
      const half = share < 0.5 ? 0 : 1;
      highest[half] = Math.max(highest[half], residentMegabytes());
    }
  }
  return { documents, highest, seconds: (performance.now() - began) / 1000, size };
}

let grew = false;
const folder = mkdtempSync(join(tmpdir(), "bench-memory-"));
for (const format of formats) {
  const path = join(folder, `archive.${format}`);
  await pipeline(WRITERS[format](megabytes * 2 ** 20), createWriteStream(path));
  globalThis.gc?.();
  const before = residentMegabytes();
  const { documents, highest, seconds, size } = await read(path);
  const [first, second] = highest;
  grew ||= second > first * MOST_GROWTH;
  console.log(
    `${format.padEnd(8)} ${(size / 2 ** 20).toFixed(0)} MB, ${documents} documents in ${seconds.toFixed(0)} s ` +
      `(${(megabytes / seconds).toFixed(0)} MB/s): resident ${before.toFixed(0)} MB before, at most ${first.toFixed(0)} MB in the ` +
      `first half, ${second.toFixed(0)} MB in the second`,
  );
  rmSync(path);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = grew ? 1 : 0;
