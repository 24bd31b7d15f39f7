import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openStore } from "../../dist/store/index.js";
import { type Running, run, start } from "./command.ts";
import { contentOf, makeArchive } from "./sample-archive.ts";

const KILLS = 20;
const SOME_FAILED = 65;
const root = mkdtempSync(join(tmpdir(), "killed-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Numbers from 0 to 1 that a seed repeats. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function whatIsIn(path: string) {
  const store = await openStore(path);
  const content = await contentOf(store);
  const [job] = await store.jobs({ limit: 1 });
  const errors = await store.errors({ job: job!.id, after: 0, limit: 100 });
  const { state, counts } = job!;
  await store.close();
  return {
    ...content,
    state,
    counts,
    errors: errors.map(({ document, code, file, line }) => [document, code, file, line]).sort(),
  };
}

/** Kills before, or some time after, the work has begun; true where it was at work. */
async function killSomewhen(running: Running, next: () => number): Promise<boolean> {
  const begun = running.says(/^job \d+: archive$/m).then(() => true);
  const early = next() < 0.15;
  const atWork = !early && (await Promise.race([begun, running.ended.then(() => false)]).catch(() => false));
  await Promise.race([pause(next() * (early ? 1000 : 1200)), running.ended]);
  const alive = running.process.kill("SIGKILL");
  await running.ended;
  await begun.catch(() => {});
  return atWork && alive;
}

async function latestState(path: string): Promise<string | undefined> {
  const store = await openStore(path);
  const [job] = await store.jobs({ limit: 1 });
  await store.close();
  return job?.state;
}
const isFinished = async (path: string): Promise<boolean> => (await latestState(path)) === "finished";
/** A process that was killed before it made a job left nothing to resume. */
const canResume = async (path: string): Promise<string[]> => ((await latestState(path)) ? ["--resume"] : []);

describe("a batch that is killed", () => {
  const archive = makeArchive(root, 60);
  const batch = (store: string, ...more: string[]) => [
    "batch",
    archive,
    "--store",
    store,
    "--workers",
    "1",
    ...more,
  ];

  it(`with kill -9 at ${KILLS} random moments has, once resumed, every document once, as an undisturbed one`, async () => {
    const seed = Date.now() % 100_000;
    const next = random(seed);
    const undisturbed = join(root, "undisturbed.sqlite");
    expect((await run(...batch(undisturbed))).code).toBe(SOME_FAILED);
    const expected = await whatIsIn(undisturbed);
    expect(expected.counts).toMatchObject({ accepted: 63, scored: 61, failed: 2, waiting: 0 });

    let stores = 0;
    let store = "";
    let inTheWork = 0;
    const compareAtTheEnd = async () => {
      await run(...batch(store, ...(await canResume(store))));
      expect({ seed, ...(await whatIsIn(store)) }).toEqual({ seed, ...expected });
    };
    for (let kill = 0; kill < KILLS; kill++) {
      if (store === "" || (await isFinished(store))) store = join(root, `killed-${++stores}.sqlite`);
      const running = start(...batch(store, ...(await canResume(store))));
      if (await killSomewhen(running, next)) inTheWork++;
      if (await isFinished(store))
        expect({ seed, ...(await whatIsIn(store)) }).toEqual({ seed, ...expected });
    }
    if (!(await isFinished(store))) await compareAtTheEnd();
    expect(inTheWork).toBeGreaterThan(KILLS / 4);
  }, 600_000);

  it("with SIGTERM ends what it has in hand, says how to go on, and goes on", async () => {
    const store = join(root, "terminated.sqlite");
    const running = start(...batch(store));
    await running.says(/^job \d+: archive$/m);
    running.process.kill("SIGTERM");
    expect((await running.ended).code).toBe(143);
    expect(running.errors()).toContain("job 1 was stopped; go on with --resume");
    expect((await run(...batch(store, "--resume"))).code).toBe(SOME_FAILED);
    expect((await whatIsIn(store)).counts).toMatchObject({ accepted: 63, waiting: 0 });
  }, 120_000);
});
