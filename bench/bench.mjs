/**
 * Speed of the classifier and of the HTTP service, as ratios to bare onnxruntime sessions on the same windows, in one
 * run on one machine: `npm run bench`, or `npm run bench -- 5` for five rounds. Ratios are medians of the rounds. `MODEL`
 * names the model, as for the service.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { DEFAULT_MODEL } from "../dist/classifier/index.js";
import {
  loadWordEncoder,
  modelPath,
  openModelFolder,
  SPECIAL_TOKENS,
  windowInputs,
} from "../dist/encoder/index.js";
import { findWords } from "../dist/text/index.js";
import { cutWindows, encodeWords } from "../dist/windows/index.js";
import { startBareSessions, startInProcess, startService } from "./contestants.mjs";

const model = process.env.MODEL ?? DEFAULT_MODEL;
const cores = availableParallelism();
const rounds = Number(process.argv[2] ?? 3);
const clients = [1, 8, 32];
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function readWork() {
  const { path, settings } = openModelFolder(modelPath(model));
  const encodeWord = await loadWordEncoder(path);
  const texts = ["train", "dev"].flatMap((name) => {
    const rows = readFileSync(new URL(`../datasets/authored/${name}.jsonl`, import.meta.url), "utf8");
    return rows
      .trim()
      .split("\n")
      .map((row) => JSON.parse(row).text);
  });
  const windows = [];
  for (const text of texts) {
    const document = await encodeWords(findWords(text), encodeWord, settings.wordPrefix, async () => {});
    const cut = cutWindows(document, settings.maxTokens - SPECIAL_TOKENS, settings.overlapTokens);
    windows.push(...cut.map((window) => windowInputs(document, window, settings.specialTokens)));
  }
  const tokens = windows.reduce((sum, { ids }) => sum + ids.length, 0);
  return { texts, windows, tokens, cores, file: `${path}/onnx/model_quantized.onnx` };
}

const work = await readWork();
console.log(
  `${model}: ${work.texts.length} texts, ${work.windows.length} windows, ${work.tokens} tokens; ${rounds} rounds; ` +
    `${cores} cores, a session of one thread on each; Node ${process.version}`,
);
const service = await startService(work);
const bare = await startBareSessions(work);
const classifier = await startInProcess(work, 2 * cores, model);
const contestants = {
  "bare sessions (reference)": () => bare.run(),
  "classifier in process": () => classifier.run(),
  ...Object.fromEntries(clients.map((n) => [`HTTP, ${n} client${n > 1 ? "s" : ""}`, () => service.run(n)])),
};
for (const run of Object.values(contestants)) await run();
const before = service.memory();
const measured = [];
for (let round = 0; round < rounds; round++) {
  const results = [];
  for (const run of Object.values(contestants)) results.push(await run());
  measured.push(results);
}
Object.keys(contestants).forEach((name, i) => {
  const rate = median(measured.map((results) => results[i].rate));
  const ratio = median(measured.map((results) => results[i].rate / results[0].rate));
  const texts = (rate * work.texts.length) / work.tokens;
  const latencies = measured.flatMap((results) => results[i].latencies ?? []).sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latencies, share)?.toFixed(0));
  const times = latencies.length > 0 ? `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms` : "";
  console.log(
    `${name.padEnd(28)} ${rate.toFixed(0).padStart(7)} tokens/s ${texts.toFixed(1).padStart(6)} texts/s   ratio ${ratio.toFixed(2)}   ${times}`,
  );
});
const decodeShare = median(measured.map((results) => results[1].decodeShare));
console.log(`decoding and resolving take ${(100 * decodeShare).toFixed(1)}% of the time of inference`);
console.log(
  `service: ready ${service.readyMs.toFixed(0)} ms after its start; event loop delay p99 ` +
    `${(await service.eventLoopDelay()).toFixed(1)} ms; resident memory of its ${cores + 1} processes ` +
    `${before.toFixed(0)} MB after the first round, ${service.memory().toFixed(0)} MB at the end`,
);
bare.stop();
service.stop();
await classifier.stop();
