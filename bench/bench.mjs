/**
 * Speed of the classifier and of the HTTP service, as ratios to bare onnxruntime sessions on the same windows, in one
 * run on one machine: `npm run bench`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { createClassifier } from "../dist/classifier/index.js";
import {
  loadWordEncoder,
  modelPath,
  openModelFolder,
  SPECIAL_TOKENS,
  windowInputs,
} from "../dist/encoder/index.js";
import { FEATURE, findWords } from "../dist/text/index.js";
import { cutWindows, encodeWords } from "../dist/windows/index.js";

const CORES = availableParallelism();
const ROUNDS = Number(process.argv[2] ?? 3);
const folder = openModelFolder(modelPath("small"));
const rows = ["train", "dev"].flatMap((name) =>
  readFileSync(new URL(`../datasets/authored/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n"),
);
const texts = rows.map((row) => JSON.parse(row).text);

async function windowsOf(text) {
  const { settings } = folder;
  const document = encodeWords(findWords(text), await encodeWord, settings.wordPrefix, FEATURE.spaceBefore);
  const cut = cutWindows(document, settings.maxTokens - SPECIAL_TOKENS, settings.overlapTokens);
  return cut.map((window) => windowInputs(document, window, settings.specialTokens));
}

const encodeWord = loadWordEncoder(folder.path);
const windows = (await Promise.all(texts.map(windowsOf))).flat();
const tokens = windows.reduce((sum, { ids }) => sum + ids.length, 0);

/** Tokens a second of bare sessions, one a core, the windows dealt out by length so that all end together. */
async function reference() {
  const dealt = Array.from({ length: CORES }, () => []);
  [...windows]
    .sort((a, b) => b.ids.length - a.ids.length)
    .forEach((window, i) => {
      dealt[i % CORES].push(window);
    });
  const file = `${folder.path}/onnx/model_quantized.onnx`;
  const workers = dealt.map(
    (share) =>
      new Worker(new URL("./bare-session-worker.mjs", import.meta.url), {
        workerData: { file, windows: share },
      }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const began = performance.now();
  const done = workers.map((worker) => once(worker, "message"));
  for (const worker of workers) worker.postMessage("go");
  await Promise.all(done);
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return tokens / seconds;
}

/** Runs `work` on every text, `clients` at a time; the latency of each, in milliseconds. */
async function drive(clients, work) {
  const latencies = [];
  let next = 0;
  const client = async () => {
    while (next < texts.length) {
      const text = texts[next++];
      const began = performance.now();
      await work(text);
      latencies.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return { rate: tokens / ((performance.now() - began) / 1000), latencies: latencies.sort((a, b) => a - b) };
}

async function inProcess() {
  const classifier = await createClassifier();
  await drive(CORES * 2, (text) => classifier.classify({ text }));
  let decodeMs = 0;
  let inferenceMs = 0;
  const { rate } = await drive(CORES * 2, async (text) => {
    const { timing } = await classifier.classify({ text });
    decodeMs += timing.decodeMs;
    inferenceMs += timing.inferenceMs;
  });
  await classifier.close();
  return { rate, decodeShare: decodeMs / inferenceMs };
}

async function startService() {
  const began = performance.now();
  const service = spawn(process.execPath, ["dist/cli/main.js", "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: service.stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg !== "listening") continue;
    await fetch(`${address}/health/ready`);
    service.stdout.resume();
    return { service, address, readyMs: performance.now() - began };
  }
  throw new Error("the service ended before it listened");
}

async function metric(address, name) {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1]);
}

async function overHttp(address, clients) {
  return drive(clients, async (text) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${address}/v1/classify`, {
      method: "POST",
      headers,
      body: JSON.stringify({ text }),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    await response.arrayBuffer();
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
const show = (name, rate, base, more = "") =>
  console.log(
    `${name.padEnd(28)} ${rate.toFixed(0).padStart(8)} tokens/s   ratio ${(rate / base).toFixed(2)}   ${more}`,
  );

console.log(
  `${texts.length} texts, ${windows.length} windows, ${tokens} tokens, ${CORES} cores, Node ${process.version}, ${ROUNDS} rounds`,
);
const bare = [];
const process_ = [];
for (let round = 0; round < ROUNDS; round++) {
  bare.push(await reference());
  process_.push(await inProcess());
}
const base = median(bare);
show("bare sessions (reference)", base, base, `one thread each, ${CORES} of them`);
show(
  "classifier in process",
  median(process_.map(({ rate }) => rate)),
  base,
  `decoding ${(100 * median(process_.map(({ decodeShare }) => decodeShare))).toFixed(1)}% of inference`,
);
const { service, address, readyMs } = await startService();
await overHttp(address, 8);
const before = await metric(address, "process_resident_memory_bytes");
for (const clients of [1, 8, 32]) {
  const { rate, latencies } = await overHttp(address, clients);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latencies, share));
  show(
    `HTTP, ${clients} client${clients > 1 ? "s" : ""}`,
    rate,
    base,
    `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
  );
}
const lag = await metric(address, "nodejs_eventloop_lag_p99_seconds");
const after = await metric(address, "process_resident_memory_bytes");
console.log(
  `event loop delay p99 ${(lag * 1000).toFixed(1)} ms; ready ${readyMs.toFixed(0)} ms after process start; resident memory ${(before / 1e6).toFixed(0)} MB, then ${(after / 1e6).toFixed(0)} MB`,
);
service.kill("SIGTERM");
