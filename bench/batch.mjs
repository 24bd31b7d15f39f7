/**
 * What an article costs in a batch: `node bench/batch.mjs`, or `node bench/batch.mjs TIMES PLACE` to score the authored
 * articles so many times over, into a store of your own. Core-seconds are of all processes, whatever else the machine does.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../dist/store/index.js";

const times = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), "bench-batch-"));
const place = process.argv[3] ?? join(folder, "archive.sqlite");
const texts = ["train", "dev"].flatMap((name) =>
  readFileSync(new URL(`../datasets/authored/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((row) => JSON.parse(row).text),
);
const rows = Array.from({ length: times }, (_, round) =>
  texts.map((text, index) =>
    JSON.stringify({ id: `${round} ${index}`, text: `${text}\n${round}`, date: "2024-05-31" }),
  ),
).flat();
const archive = join(folder, "articles.jsonl");
writeFileSync(archive, rows.join("\n"));

const began = performance.now();
const command = `"${process.execPath}" dist/cli/main.js batch "${archive}" --store "${place}" && times`;
const { stdout, stderr, status } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
const seconds = (performance.now() - began) / 1000;
if (status !== 0) throw new Error(stderr);
// The second line of `times`: user and system time of the processes that bash has waited for.
const [user, system] = stdout
  .trim()
  .split("\n")
  .at(-1)
  .split(" ")
  .map((time) => Number(/(\d+)m/.exec(time)[1]) * 60 + Number(/m([\d.]+)s/.exec(time)[1]));
const store = await openStore(place);
const [job] = await store.jobs({ limit: 1 });
await store.close();
const characters = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
const { scored, statements } = job.counts;
console.log(
  `${scored} articles of ${characters.toFixed(0)} characters on average in ${seconds.toFixed(0)} s: ` +
    `${(scored / seconds).toFixed(1)} articles/s, ${((user + system) / scored).toFixed(3)} core-seconds an article, ` +
    `${(((user + system) / scored / characters) * 1000).toFixed(3)} per thousand characters; ` +
    `${(statements / scored).toFixed(1)} statements an article`,
);
if (!place.includes("://")) {
  const bytes = statSync(place).size;
  console.log(`store: ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / statements).toFixed(0)} bytes a statement`);
}
rmSync(folder, { recursive: true, force: true });
