/**
 * How fast a store of a million statements answers, over HTTP: `node bench/store.mjs`, or
 * `node bench/store.mjs STATEMENTS PLACE` for another size, and for a file or postgres:// database that is filled once
 * and used again. Exits with 1 where a question takes longer than 100 ms (p95).
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Table from "cli-table3";
import { seededRandom } from "../dist/evaluation/index.js";
import { openStore } from "../dist/store/index.js";
import { fillStore } from "./fill-store.mjs";
import { contentWord, someSpeaker, someTarget, someWord } from "./made-archive.mjs";

const LIMIT_MS = 100;
const ROUNDS = 60;
const statements = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "bench-store-"));
const place = process.argv[3] ?? join(folder, "archive.sqlite");

const next = seededRandom(7);
const name = (text) => encodeURIComponent(text);
const common = () => contentWord(Math.floor(next() * 5));
const rare = () => someWord(next, 2000);
const day = () => `20${15 + Math.floor(next() * 10)}-${String(1 + Math.floor(next() * 12)).padStart(2, "0")}`;
const speaker = () => name(someSpeaker(next));
const target = () => name(someTarget(next));

/** Questions, each asked with other names and words every time. */
const QUESTIONS = {
  "statements, latest": () => "statements",
  "statements by speaker": () => `statements?speaker=${speaker()}`,
  "statements by target": () => `statements?target=${target()}`,
  "statements by target and stance": () => `statements?target=${target()}&stance=against`,
  "statements by speaker and target": () => `statements?speaker=${speaker()}&target=${target()}`,
  "statements by speaker, by confidence": () => `statements?speaker=${speaker()}&sort=confidence`,
  "statements by target, by confidence": () => `statements?target=${target()}&sort=confidence`,
  "statements by target, by arrival": () => `statements?target=${target()}&sort=arrival&order=asc`,
  "statements by stance": () => "statements?stance=favor&order=asc",
  "statements with a rare word": () => `statements?text=${rare()}`,
  "statements with a common word": () => `statements?text=${common()}`,
  "statements with two common words": () => `statements?text=${common()}%20${contentWord(8)}`,
  "statements with a phrase": () => `statements?text=%22${common()}%20${someWord(next, 5)}%22`,
  "statements with a phrase of the commonest words": () => `statements?text=%22${common()}%20${common()}%22`,
  "statements with the beginning of a word": () => `statements?text=${rare().slice(0, 5)}*`,
  "statements with one word without another": () => `statements?text=${rare()}%20-${common()}`,
  "common word of a speaker": () => `statements?text=${common()}&speaker=${speaker()}`,
  "rare word on a target": () => `statements?text=${rare()}&target=${target()}`,
  "common word, by confidence": () => `statements?text=${common()}&sort=confidence`,
  "common word in a month": () => `statements?text=${common()}&from=${day()}&to=2025`,
  "statements of a month": () => {
    const month = day();
    return `statements?from=${month}&to=${month}`;
  },
  "statements by kind, oldest": () => "statements?kind=mixed&order=asc",
  "statements by confidence": () => "statements?sort=confidence&order=asc",
  "surest statements of a job": () => "statements?minConfidence=0.99&job=1",
  "statements of a job that is not": () => "statements?job=999",
  "statements of a document": () => `statements?document=article%20${1 + Math.floor(next() * 1000)}`,
  "everything together": () =>
    `statements?speaker=${speaker()}&target=${target()}&stance=favor&kind=indirect&minConfidence=0.5&from=2016&to=2024`,
  speakers: () => "speakers",
  "speakers by name": () => `speakers?name=${someSpeaker(next).slice(0, 3)}`,
  "speakers on a target": () => `speakers?target=${target()}`,
  targets: () => "targets",
  "targets by name": () => `targets?name=${someTarget(next).slice(0, 3)}`,
  "targets of a speaker": () => `targets?speaker=${speaker()}`,
  "stances of a speaker": () => `stances?speaker=${speaker()}`,
  "stances towards a target": () => `stances?target=${target()}`,
  "stances of a speaker towards a target": () => `stances?speaker=${speaker()}&target=${target()}&by=year`,
  matrix: () => "matrix",
  "matrix of 50 by 50": () => "matrix?size=50",
  "matrix of names": () => `matrix?speaker=${speaker()}&speaker=${speaker()}&target=${target()}`,
  "names that may be the same": () => "aliases/suggestions",
  jobs: () => "jobs",
  "a job": () => "jobs/1",
};

async function startService() {
  const service = spawn(
    process.execPath,
    ["dist/cli/main.js", "serve", "--port", "0", "--workers", "1", "--store", place, "--log-level", "info"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: service.stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg !== "listening") continue;
    service.stdout.resume();
    return { address, stop: () => service.kill("SIGTERM") };
  }
  throw new Error("the service ended before it listened");
}

async function timeOf(address) {
  const began = performance.now();
  const response = await fetch(address);
  const text = await response.text();
  const ms = performance.now() - began;
  if (!response.ok) throw new Error(`${address}: ${text}`);
  return { ms, rows: (text.match(/"document":\{|"statements":\d/g) ?? []).length };
}

/** All pages after the first one, to a depth. */
async function deepPage(address, depth) {
  let ms = 0;
  let cursor = "";
  for (let page = 0; page < depth; page++) {
    const began = performance.now();
    const found = await (await fetch(`${address}/v1/statements?limit=1000${cursor}`)).json();
    ms = Math.max(ms, performance.now() - began);
    cursor = `&cursor=${found.next}`;
  }
  return ms;
}

const isFilled = async () => {
  if (!place.includes("://") && !existsSync(place)) return false;
  const store = await openStore(place);
  const jobs = await store.jobs({ limit: 1 });
  await store.close();
  return jobs.length > 0;
};

if (!(await isFilled())) {
  const seconds = await fillStore(place, statements);
  console.log(`filled ${place} with ${statements} statements in ${seconds.toFixed(0)} s`);
}
if (existsSync(place)) {
  const bytes = statSync(place).size;
  console.log(`${(bytes / 1e6).toFixed(0)} MB, ${Math.round(bytes / statements)} bytes a statement`);
}
const { address, stop } = await startService();
const table = new Table({
  head: ["question", "rows", "p50 ms", "p95 ms", "max ms", ""],
  colAligns: ["left", "right", "right", "right", "right", "left"],
  style: { head: [], border: [] },
});
let slow = 0;
for (const [question, path] of Object.entries(QUESTIONS)) {
  const times = [];
  let rows = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await timeOf(`${address}/v1/${path()}`);
    times.push(answer.ms);
    rows += answer.rows / ROUNDS;
  }
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(ROUNDS - 1, Math.floor(ROUNDS * share))].toFixed(1);
  if (Number(at(0.95)) > LIMIT_MS) slow++;
  table.push([
    question,
    rows.toFixed(0),
    at(0.5),
    at(0.95),
    at(1),
    Number(at(0.95)) > LIMIT_MS ? "slow" : "",
  ]);
}
console.log(table.toString());
console.log(
  `slowest of 30 pages of 1000 statements, one after the other: ${(await deepPage(address, 30)).toFixed(0)} ms`,
);
stop();
rmSync(folder, { recursive: true, force: true });
process.exitCode = slow > 0 ? 1 : 0;
