import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "no-network-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const log = join(folder, "network.log");
beforeEach(() => writeFileSync(log, ""));

/** With it a process, and all that it starts, is watched by no-network.mjs. */
const env = { NODE_OPTIONS: `--import=${resolve("test/cli/no-network.mjs")}`, NETWORK_LOG: log };
const logged = () => readFileSync(log, "utf8").trim().split("\n");
const SAMPLE = "datasets/samples/bagheri-fidan.txt";
const PAGE = `<html><head><title>News</title></head><body><article><h1>Fidan speaks</h1><p>${"The talks went on for a long time. ".repeat(9)}</p><p>Hakan Fidan condemned the strike on Rafah.</p></article></body></html>`;

/** Runs a module under watch, to its end. */
async function runModule(source: string): Promise<void> {
  const path = join(folder, "attempt.mjs");
  writeFileSync(path, source);
  await once(spawn(process.execPath, [path], { env: { ...process.env, ...env }, stdio: "ignore" }), "close");
}

describe("the watch over the network", () => {
  test.each([
    ["a connection", 'import { connect } from "node:net"; connect(9, "127.0.0.1");', "connect"],
    ["TLS", 'import { connect } from "node:tls"; connect(9, "127.0.0.1");', "connect"],
    ["HTTP", 'import { get } from "node:http"; get("http://127.0.0.1:9");', "connect"],
    ["fetch", 'await fetch("http://127.0.0.1:9");', "fetch"],
    [
      "UDP",
      'import { createSocket } from "node:dgram"; createSocket("udp4").send("x", 9, "127.0.0.1");',
      "send",
    ],
    ["a name", 'import { lookup } from "node:dns"; lookup("example.org", () => {});', "lookup"],
    [
      "a name, with a promise",
      'import { lookup } from "node:dns/promises"; await lookup("example.org");',
      "lookup",
    ],
    ["a record", 'import { resolve4 } from "node:dns"; resolve4("example.org", () => {});', "resolve4"],
    [
      "a resolver",
      'import { Resolver } from "node:dns"; new Resolver().resolveMx("example.org", () => {});',
      "resolveMx",
    ],
  ])("sees and refuses %s", async (_what, source, seen) => {
    await runModule(source);
    expect(logged()).toEqual(["watching attempt.mjs", expect.stringMatching(`^${seen} `)]);
  });

  test("sees what a process or a thread does that was started by another", async () => {
    const attempt = join(folder, "inner.mjs");
    writeFileSync(attempt, 'import { connect } from "node:net"; connect(9, "127.0.0.1");');
    await runModule(`import { fork } from "node:child_process"; fork(${JSON.stringify(attempt)});`);
    expect(logged()).toEqual([
      "watching attempt.mjs",
      "watching inner.mjs",
      expect.stringMatching("^connect "),
    ]);
    writeFileSync(log, "");
    await runModule(`import { Worker } from "node:worker_threads"; new Worker(${JSON.stringify(attempt)});`);
    expect(logged()).toEqual([
      "watching attempt.mjs",
      expect.stringMatching("^watching a thread of "),
      expect.stringMatching("^connect "),
    ]);
  });
});

/** Every line of the log says that something was watched, the model's process among them. */
function expectNoAttempt(): void {
  expect(logged().filter((line) => !line.startsWith("watching "))).toEqual([]);
  expect(logged()).toEqual(expect.arrayContaining(["watching main.js", "watching runner-process.js"]));
}

describe("no connection is made", () => {
  test("by classify, of a text", async () => {
    const { code, stdout } = await run(["classify", SAMPLE], { env });
    expect(code).toBe(0);
    expect(stdout).toContain("Ali Bagheri");
    expectNoAttempt();
  });

  test("by classify, of a page", async () => {
    const { code, stdout } = await run(["classify"], { input: PAGE, env });
    expect(code).toBe(0);
    expect(stdout).toContain("Hakan Fidan");
    expectNoAttempt();
  });

  test("by the service, of a text and of a page", async () => {
    const args = ["dist/cli/main.js", "serve", "--port", "0"];
    const service = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: "pipe" });
    const ended = once(service, "close");
    try {
      let output = "";
      for await (const part of service.stdout.setEncoding("utf8")) {
        output += part;
        if (output.includes('"listening"')) break;
      }
      const url = /"address":"([^"]+)"/.exec(output)![1]!;
      for (const [type, body] of [
        ["text/plain", readFileSync(SAMPLE, "utf8")],
        ["text/html", PAGE],
      ] as const) {
        const response = await fetch(`${url}/v1/classify`, {
          method: "POST",
          headers: { "content-type": type },
          body,
        });
        expect((await response.json()).statements).not.toEqual([]);
      }
    } finally {
      service.kill();
      await ended;
    }
    expectNoAttempt();
    expect(logged()).toContainEqual(expect.stringMatching("^watching a thread of "));
  });
});
