import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";

const sample = readFileSync("datasets/samples/bagheri-fidan.txt", "utf8");
let classifier: Classifier | undefined;
afterEach(async () => {
  await classifier?.close();
  classifier = undefined;
});

/** Node tells of every process that this one starts. */
const started: ChildProcess[] = [];
subscribe("child_process", (message) => started.push((message as { process: ChildProcess }).process));

/** The processes that this one has started to run the model, and that have not ended. */
function runners(): number[] {
  return started
    .filter(({ spawnargs }) => spawnargs.some((word) => word.endsWith("/runner-process.js")))
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    .map(({ pid }) => pid!);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the processes that run the model", () => {
  test("are as many as asked for, and end when the classifier is closed", async () => {
    classifier = await createClassifier({ workers: 2 });
    expect(runners()).toHaveLength(2);
    expect(classifier.stats().workers).toBe(2);
    await classifier.close();
    expect(runners()).toEqual([]);
  });

  test("one of them stays free for texts that somebody waits for, while such texts come", async () => {
    classifier = await createClassifier({ workers: 2 });
    const text = "“I back it,” said Hakan Fidan.";
    await classifier.classify({ text });
    const job = classifier.classify({ text: sample.repeat(30) }, { background: true });
    await until(() => classifier!.stats().doneWindows > 3);
    let waited = 0;
    for (let asked = 0; asked < 5; asked++) {
      expect(classifier.stats().waitingWindows).toBeGreaterThan(0);
      waited += (await classifier.classify({ text })).timing.queueMs;
    }
    // With both processes at windows of the job, each would have waited for the end of one.
    const { inferenceMs, doneWindows } = classifier.stats();
    expect(waited).toBeLessThan(inferenceMs / doneWindows);
    expect((await job).statements.length).toBeGreaterThan(0);
    expect(classifier.stats().waitingWindows).toBe(0);
  });

  test("fail one text when one is killed, and the next is answered by a new one", async () => {
    classifier = await createClassifier({ workers: 1 });
    const before = (await classifier.classify({ text: sample })).statements;
    const [first] = runners();
    const work = classifier.classify({ text: sample.repeat(5) });
    process.kill(first!, "SIGKILL");
    await expect(work).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining("SIGKILL"),
    });
    await until(() => runners().some((pid) => pid !== first));
    expect((await classifier.classify({ text: sample })).statements).toEqual(before);
  });

  test("come back, all of them, once the model's file does, and work has waited for them", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "model-")), "small");
    cpSync("models/small", folder, { recursive: true });
    const file = join(folder, "onnx/model_quantized.onnx");
    classifier = await createClassifier({ model: folder, workers: 2 });
    const before = (await classifier.classify({ text: sample })).statements;
    renameSync(file, `${file}.away`);
    for (const pid of runners()) process.kill(pid, "SIGKILL");
    await until(() => classifier!.stats().workers === 0);
    // Those that were started anew at once have failed.
    await until(() => runners().length === 0);
    const gone = new AbortController();
    const given = expect(
      classifier.classify({ text: sample }, { signal: gone.signal }),
    ).rejects.toMatchObject({
      code: "client-closed",
    });
    const work = classifier.classify({ text: sample });
    await until(() => classifier!.stats().waitingWindows > 0);
    gone.abort();
    await given;
    renameSync(`${file}.away`, file);
    expect((await work).statements).toEqual(before);
    await until(() => classifier!.stats().workers === 2);
    expect(runners()).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  test("are not tried for any longer when the classifier is closed", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "model-")), "small");
    cpSync("models/small", folder, { recursive: true });
    classifier = await createClassifier({ model: folder, workers: 1 });
    rmSync(folder, { recursive: true });
    process.kill(runners()[0]!, "SIGKILL");
    await until(() => classifier!.stats().workers === 0);
    await until(() => runners().length === 0);
    const refused = expect(classifier.classify({ text: sample })).rejects.toMatchObject({
      code: "shutting-down",
    });
    await until(() => classifier!.stats().waitingWindows > 0);
    await classifier.close();
    await refused;
    expect(runners()).toEqual([]);
  });

  test("outlive an interrupt from the terminal, so that accepted work is answered", async () => {
    classifier = await createClassifier({ workers: 1 });
    const work = classifier.classify({ text: sample });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.kill(runners()[0]!, signal);
    expect((await work).statements.length).toBeGreaterThan(10);
  });

  test("can be started and closed again and again", async () => {
    for (let round = 0; round < 5; round++) {
      classifier = await createClassifier({ workers: 2 });
      const work = classifier.classify({ text: sample });
      if (round % 2 === 0) await work;
      else void work.catch(() => {});
      await classifier.close();
    }
    expect(runners()).toEqual([]);
  });
});

describe("a classifier that was closed", () => {
  test("refuses work, also what it had accepted", async () => {
    classifier = await createClassifier({ workers: 1 });
    const accepted = classifier.classify({ text: sample.repeat(20) });
    await until(() => classifier!.stats().waitingWindows > 0);
    const refused = expect(accepted).rejects.toMatchObject({ code: "shutting-down" });
    await classifier.close();
    await refused;
    await expect(classifier.classify({ text: sample })).rejects.toMatchObject({
      code: "shutting-down",
      status: 503,
    });
  });
});

describe("a classifier's options", () => {
  test.each([
    ["workers", { workers: 0 }],
    ["workers", { workers: 1.5 }],
    ["maxTextLength", { maxTextLength: -1 }],
    ["precision", { precision: "int4" as "int8" }],
  ])("%s are refused when they make no sense: %j", async (path, options) => {
    await expect(createClassifier(options)).rejects.toMatchObject({
      code: "invalid-option",
      place: { errors: [{ path }] },
    });
  });
});
