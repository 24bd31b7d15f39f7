/**
 * The service under twice the load that it can bear: `npm run bench:overload`, or `npm run bench:overload -- 20` for
 * twenty seconds of it instead of sixty. Its capacity is measured first and once more at the end, in the same run, so
 * that only ratios count. Ends with 1 where a line of the promise does not hold.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import autocannon from "autocannon";
import { loadSettings } from "../dist/config/index.js";
import { startService } from "./contestants.mjs";

const seconds = Number(process.argv[2] ?? 60);
const { deadlineMs } = loadSettings(process.env, {});
/** The deadline is for texts of a megabyte: these must not need it. */
const inTimeMs = Math.min(deadlineMs, 30_000);
const LEVELS = [2, 8, 32];
const LEVEL_SECONDS = 12;
const STORM_SECONDS = Math.min(20, seconds);
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A sentence, six reports and a long text, again and again: bodies of requests. */
function readBodies() {
  const rows = readFileSync(new URL("../datasets/authored/dev.jsonl", import.meta.url), "utf8").trim();
  const texts = rows.split("\n").map((row) => JSON.parse(row).text);
  const bodies = [];
  for (let at = 0; at + 6 <= texts.length; at += 6) {
    bodies.push("“I back it,” said Hakan Fidan. He condemned the strike.", ...texts.slice(at, at + 6));
    bodies.push(texts.slice(at, at + 6).join("\n\n"));
  }
  return bodies.map((text) => JSON.stringify({ text }));
}

/** What the model and the machine have done for the service so far. */
async function workSoFar() {
  const metrics = await (await fetch(`${service.address}/metrics`)).text();
  const metric = (name) => Number(new RegExp(`^statement_stance_${name} (.+)$`, "m").exec(metrics)[1]);
  return {
    ms: performance.now(),
    cpu: service.cpuSeconds(),
    // What is half done when a measurement ends counts too.
    tokens: metric("tokens_total"),
    inference: metric("inference_seconds_total") / metric("workers"),
  };
}

/** Rates between then and now. Other programs take cores away: a second on a core is what does not depend on them. */
async function since(then, tokens) {
  const now = await workSoFar();
  const seconds = (now.ms - then.ms) / 1000;
  const done = tokens ?? now.tokens - then.tokens;
  return {
    rate: done / seconds,
    perCpuSecond: done / (now.cpu - then.cpu),
    busy: (now.inference - then.inference) / seconds,
  };
}

/** Closed loop: each connection sends its next request when it has its answer. */
async function closedLoop(connections, duration) {
  const before = await workSoFar();
  const { non2xx, "2xx": answered } = await autocannon({
    url: `${service.address}/v1/classify`,
    connections,
    duration,
    timeout: deadlineMs / 1000 + 5,
    method: "POST",
    headers: { "content-type": "application/json" },
    requests: bodies.map((body) => ({ body })),
  });
  return { ...(await since(before)), answered, refused: non2xx };
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

function send(body) {
  const began = performance.now();
  return new Promise((resolve) => {
    const told = (outcome) => resolve({ ...outcome, ms: performance.now() - began });
    const asked = request(
      `${service.address}/v1/classify`,
      { method: "POST", agent, headers: { "content-type": "application/json" } },
      async (response) => {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk);
        const { statusCode: status, headers } = response;
        const tokens = status === 200 ? JSON.parse(Buffer.concat(chunks)).timing.tokens : 0;
        told({ status, tokens, retryAfter: Number(headers["retry-after"]) });
      },
    );
    asked.on("error", (error) => told({ status: 0, tokens: 0, error: error.code }));
    asked.end(body);
  });
}

/** Open loop: requests come at their rate, whether or not others were answered. */
async function openLoop(perSecond, duration) {
  const sent = [];
  const before = await workSoFar();
  for (let i = 0; i < perSecond * duration; i++) {
    const due = before.ms + (i * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    sent.push(send(bodies[i % bodies.length]));
  }
  const outcomes = await Promise.all(sent);
  const accepted = outcomes.filter(({ status }) => status === 200);
  const tokens = accepted.reduce((sum, one) => sum + one.tokens, 0);
  return { outcomes, accepted, ...(await since(before, tokens)) };
}

function watchMemory() {
  const megabytes = [];
  const timer = setInterval(() => megabytes.push(service.memory()), 1000);
  return () => {
    clearInterval(timer);
    return megabytes;
  };
}

const failures = [];
function check(holds, line) {
  console.log(`${holds ? "holds" : "FAILS"}  ${line}`);
  if (!holds) failures.push(line);
}

const bodies = readBodies();
const service = await startService({ texts: [], tokens: 0 });
await closedLoop(8, 3);
const levels = [];
for (const connections of LEVELS)
  levels.push({ connections, ...(await closedLoop(connections, LEVEL_SECONDS)) });
const best = levels.reduce((one, other) => (other.rate > one.rate ? other : one));
const told = ({ rate, perCpuSecond, busy }) =>
  `${rate.toFixed(0)} tokens/s, ${perCpuSecond.toFixed(0)} a second on a core, workers busy ${(100 * busy).toFixed(0)}%`;
for (const level of levels)
  console.log(`${String(level.connections).padStart(3)} connections: ${told(level)}`);

// Each body once, one after the other, to know how much work a request of this mix is.
const round = [];
for (const body of bodies) round.push(await send(body));
const tokensEach = mean(round.map(({ tokens }) => tokens));
const perSecond = (2 * best.rate) / tokensEach;
console.log(
  `${seconds} s of ${perSecond.toFixed(1)} requests/s, twice the best of ${best.rate.toFixed(0)} tokens/s`,
);
const remembered = watchMemory();
const overload = await openLoop(perSecond, seconds);
const { outcomes, accepted } = overload;
const megabytes = remembered();
const refused = outcomes.filter(({ status }) => status === 503);
const others = outcomes.filter(({ status }) => status !== 200 && status !== 503);
const latencies = accepted.map(({ ms }) => ms).sort((a, b) => a - b);
const again = await closedLoop(best.connections, LEVEL_SECONDS);
const bestAround = mean([best.rate, again.rate]);
const bestPerCpuSecond = Math.max(...[...levels, again].map(({ perCpuSecond }) => perCpuSecond));
const [p50, p95, p100] = [0.5, 0.95, 1].map((share) => (percentile(latencies, share) / 1000).toFixed(1));
console.log(
  `${accepted.length} accepted, ${refused.length} refused; accepted: p50 ${p50} s, p95 ${p95} s, longest ${p100} s`,
);
console.log(`accepted work: ${told(overload)}; the best level once more: ${told(again)}`);
console.log(
  `by the clock it is ${((100 * overload.rate) / bestAround).toFixed(0)}% of the best before and after`,
);
const sizes = bodies.map((body, index) => ({ index, size: body.length }));
for (const [name, from, to] of [
  ["short", 0, 200],
  ["report", 200, 6000],
  ["long", 6000, Number.POSITIVE_INFINITY],
]) {
  const of = new Set(sizes.filter(({ size }) => size >= from && size < to).map(({ index }) => index));
  const all = outcomes.filter((_, i) => of.has(i % bodies.length));
  const times = all.flatMap(({ status, ms }) => (status === 200 ? [ms] : [])).sort((a, b) => a - b);
  const [half, most] = [0.5, 0.95].map((share) => (percentile(times, share) / 1000).toFixed(1));
  console.log(`  ${name.padEnd(7)} ${times.length} of ${all.length} accepted, p50 ${half} s, p95 ${most} s`);
}
const quarter = Math.floor(megabytes.length / 4);
const [early, late] = [mean(megabytes.slice(quarter, 2 * quarter)), mean(megabytes.slice(-quarter))];
console.log(
  `resident memory, every ${Math.ceil(megabytes.length / 8)} s: ` +
    megabytes
      .filter((_, i) => i % Math.ceil(megabytes.length / 8) === 0)
      .map((value) => value.toFixed(0))
      .join(", ") +
    " MB",
);
const storm = await closedLoop(200, STORM_SECONDS);
console.log(
  `storm of 200 connections that ask again at once: ${storm.answered} answered, ${storm.refused} refused; ${told(storm)}`,
);

check(service.exitCode() === null, "the service did not crash");
const kinds = [...new Set(others.map(({ status, error }) => error ?? status))].join(", ");
check(others.length === 0, `every request was answered or refused${kinds && ` (not: ${kinds})`}`);
check(
  refused.length > 0 && refused.every(({ retryAfter }) => retryAfter >= 1),
  "each refusal has Retry-After",
);
check(latencies.at(-1) <= inTimeMs, `all accepted were answered within ${inTimeMs / 1000} s`);
const share = (100 * overload.perCpuSecond) / bestPerCpuSecond;
check(share >= 90, `accepted work for a second on a core is ${share.toFixed(0)}% of the best (90% or more)`);
check(overload.busy >= 0.9 * Math.max(best.busy, again.busy), "no worker waits while work does");
check(late <= 1.15 * early, `memory is bounded: ${early.toFixed(0)} MB early, ${late.toFixed(0)} MB late`);
agent.destroy();
service.stop();
process.exitCode = failures.length > 0 ? 1 : 0;
