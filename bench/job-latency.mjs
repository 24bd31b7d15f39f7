/**
 * How much longer an answer takes while a job runs: `node bench/job-latency.mjs`, or `node bench/job-latency.mjs ROUNDS`.
 * One client asks for one article after the other, in turns with and without a job beside it. Exits with 1 where the
 * 95th percentile is more than twice that of the idle service.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const MOST = 2;
const rounds = Number(process.argv[2] ?? 4);
const ASKED = 60;
const folder = mkdtempSync(join(tmpdir(), "bench-latency-"));
const texts = ["train", "dev"].flatMap((name) =>
  readFileSync(new URL(`../datasets/authored/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((row) => JSON.parse(row).text),
);

async function startService() {
  const service = spawn(
    process.execPath,
    ["dist/cli/main.js", "serve", "--port", "0", "--store", join(folder, "archive.sqlite")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: service.stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg !== "listening") continue;
    service.stdout.resume();
    return { address, service };
  }
  throw new Error("the service ended before it listened");
}

const { address, service } = await startService();
let asked = 0;
async function classify() {
  const began = performance.now();
  const response = await fetch(`${address}/v1/classify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: texts[asked++ % texts.length] }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return performance.now() - began;
}
async function someTimes() {
  const times = [];
  for (let index = 0; index < ASKED; index++) times.push(await classify());
  return times;
}
let jobs = 0;
async function startJob() {
  const salt = jobs++;
  const rows = Array.from({ length: 5000 }, (_, index) =>
    JSON.stringify({ id: `${salt} ${index}`, text: `${texts[index % texts.length]}\n${salt} ${index}` }),
  );
  const response = await fetch(`${address}/v1/jobs`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: rows.join("\n"),
  });
  const { id } = await response.json();
  while ((await (await fetch(`${address}/v1/jobs/${id}`)).json()).counts.scored < 4) await pause(50);
  return id;
}
const scored = async (id) => (await (await fetch(`${address}/v1/jobs/${id}`)).json()).counts.scored;

const idle = [];
const beside = [];
let documents = 0;
let seconds = 0;
await someTimes();
for (let round = 0; round < rounds; round++) {
  idle.push(...(await someTimes()));
  const job = await startJob();
  const [before, began] = [await scored(job), performance.now()];
  beside.push(...(await someTimes()));
  documents += (await scored(job)) - before;
  seconds += (performance.now() - began) / 1000;
  await fetch(`${address}/v1/jobs/${job}`, { method: "DELETE" });
  await pause(2000);
}
const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)];
for (const [name, times] of [
  ["idle", idle],
  ["beside a job", beside],
]) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => at(times, share).toFixed(0));
  console.log(`${name.padEnd(14)} p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (${times.length} articles)`);
}
const ratio = at(beside, 0.95) / at(idle, 0.95);
console.log(
  `ratio of p95: ${ratio.toFixed(2)} (at most ${MOST}); the job beside scored ${(documents / seconds).toFixed(1)} documents/s; ` +
    `${availableParallelism()} cores, Node ${process.version}`,
);
service.kill("SIGTERM");
await new Promise((resolve) => service.once("exit", resolve));
rmSync(folder, { recursive: true, force: true });
process.exitCode = ratio > MOST ? 1 : 0;
