/** What is measured: each contestant runs all texts once, and gives tokens a second. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createClassifier } from "../dist/classifier/index.js";

/** Runs `work` on every text, `clients` at a time; the latency of each, in milliseconds, ascending. */
async function drive({ texts, tokens }, clients, work) {
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
  const rate = tokens / ((performance.now() - began) / 1000);
  return { rate, latencies: latencies.sort((a, b) => a - b) };
}

/** Bare sessions, one a core; the windows are dealt out by length, so that all end together. */
export async function startBareSessions({ windows, tokens, file, cores }) {
  const dealt = Array.from({ length: cores }, () => []);
  const byLength = [...windows].sort((a, b) => b.ids.length - a.ids.length);
  byLength.forEach((window, i) => {
    dealt[i % cores].push(window);
  });
  const sessions = dealt.map((share) => {
    const child = fork(new URL("./bare-session.mjs", import.meta.url), { serialization: "advanced" });
    child.send({ file, windows: share });
    return child;
  });
  const all = () => Promise.all(sessions.map((child) => once(child, "message")));
  await all();
  return {
    async run() {
      const began = performance.now();
      for (const child of sessions) child.send("go");
      await all();
      return { rate: tokens / ((performance.now() - began) / 1000) };
    },
    stop() {
      for (const child of sessions) child.disconnect();
    },
  };
}

/** The classifier in this process. */
export async function startInProcess(work, clients, model) {
  const classifier = await createClassifier({ model });
  return {
    async run() {
      const spent = { decodeMs: 0, inferenceMs: 0 };
      const driven = await drive(work, clients, async (text) => {
        const { timing } = await classifier.classify({ text });
        spent.decodeMs += timing.decodeMs;
        spent.inferenceMs += timing.inferenceMs;
      });
      return { ...driven, decodeShare: spent.decodeMs / spent.inferenceMs };
    },
    stop: () => classifier.close(),
  };
}

/** The HTTP service in a process of its own. */
export async function startService(work) {
  const began = performance.now();
  const service = spawn(process.execPath, ["dist/cli/main.js", "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Also where the measuring itself fails.
  process.once("exit", () => service.kill());
  const address = await addressOf(service);
  await fetch(`${address}/health/ready`);
  const readyMs = performance.now() - began;
  const processes = [service.pid, ...childrenOf(service.pid)];
  const classify = async (text) => {
    const response = await fetch(`${address}/v1/classify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
  return {
    address,
    readyMs,
    run: (clients) => drive(work, clients, classify),
    memory: () => memoryOf(processes),
    cpuSeconds: () => cpuSecondsOf(processes),
    async eventLoopDelay() {
      const text = await (await fetch(`${address}/metrics`)).text();
      return Number(/^nodejs_eventloop_lag_p99_seconds (.+)$/m.exec(text)?.[1]) * 1000;
    },
    /** Null while it runs. */
    exitCode: () => service.exitCode,
    stop: () => service.kill("SIGTERM"),
  };
}

async function addressOf(service) {
  for await (const line of createInterface({ input: service.stdout })) {
    const { msg, address } = JSON.parse(line);
    if (msg !== "listening") continue;
    service.stdout.resume();
    return address;
  }
  throw new Error("the service ended before it listened");
}

/** The fields of /proc/PID/stat behind the name; none where the process has ended. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  } catch {
    return [];
  }
}

function childrenOf(parent) {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(statOf(name)[1]) === parent);
}

/** Time on a core that some processes have had so far. Linux only. */
function cpuSecondsOf(pids) {
  const TICKS_A_SECOND = 100;
  const ticks = (pid) => Number(statOf(pid)[11]) + Number(statOf(pid)[12]);
  return pids.reduce((sum, pid) => sum + ticks(pid), 0) / TICKS_A_SECOND;
}

/** Megabytes of resident memory of some processes; pages that they share count once. Linux only. */
function memoryOf(pids) {
  if (!existsSync("/proc")) return Number.NaN;
  const kilobytes = (pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]);
  return pids.reduce((sum, pid) => sum + kilobytes(pid), 0) / 1000;
}
