import { setTimeout as wait } from "node:timers/promises";
import { StatementStanceError } from "../errors/index.js";
import { createFairQueue, type FairQueue } from "./fair-queue.js";
import type { ModelFolder } from "./model-folder.js";
import type { WindowInputs, WindowOutputs, WindowRun } from "./outputs.js";
import { createPace } from "./pace.js";
import { processesThatFit } from "./room.js";
import { type Runner, startRunner } from "./runner.js";

/** Work that waits and work that was done, for metrics and for refusing more. */
export interface EncoderStats {
  /** Processes that live at this moment. */
  readonly workers: number;
  readonly waitingWindows: number;
  readonly waitingTokens: number;
  readonly doneWindows: number;
  readonly doneTokens: number;
  readonly inferenceMs: number;
  /** As it is now; undefined until enough was read to tell. */
  readonly tokensPerSecond: number | undefined;
}

/** How long the windows of a text took. */
export interface EncodeTimes {
  /** The longest wait of a window for a free process. */
  readonly queueMs: number;
  /** Summed over the windows. */
  readonly inferenceMs: number;
}

/** Whose windows these are, and what ends the work on them. */
export interface EncodeOptions {
  /** Turns are taken between clients. */
  readonly client: object;
  readonly signal?: AbortSignal | undefined;
  /** Gives way to everything that is not background. */
  readonly background?: boolean | undefined;
  /** When the outputs are needed, by `performance.now()`: who would come too late goes first. */
  readonly due?: number | undefined;
}

/** Takes the outputs of `windows[index]`; they are not kept after it. */
export type ReadOutputs = (index: number, outputs: WindowOutputs) => void;

/** Windows in, outputs out, in processes of their own. */
export interface Encoder {
  /** Processes that were asked for; `stats` tells how many of them live. */
  readonly workers: number;
  /**
   * Runs windows, in no certain order, and has each read as soon as it is done.
   * @throws client-closed when the signal aborts; internal when the runtime fails; shutting-down when closed
   */
  encode(windows: readonly WindowInputs[], options: EncodeOptions, read: ReadOutputs): Promise<EncodeTimes>;
  stats(): EncoderStats;
  close(): Promise<void>;
}

/** While texts come in that somebody waits for, one process takes no background work, to be free for the next. */
const QUIET_MS = 5000;

/** Pauses between the attempts to start a process anew: each is twice the one before. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** A window that waits for a process. */
interface Task {
  readonly inputs: WindowInputs;
  readonly background: boolean;
  readonly queued: number;
  done(run: WindowRun, queueMs: number): void;
  fail(reason: unknown): void;
}

/**
 * Starts processes, by default as many as there is room for, each with a session of its own. One that ends is started
 * anew, which is tried for as long as it takes: windows wait meanwhile.
 * @throws model-corrupt
 */
export async function startEncoder(folder: ModelFolder, workers = processesThatFit()): Promise<Encoder> {
  const runners = new Set<Runner>();
  // While none lives one is being started: what waits will be read at that one's pace.
  const pace = createPace(() => Math.max(1, runners.size));
  const queue = createFairQueue<Task>({
    now: () => performance.now(),
    pace: () => {
      const tokensPerSecond = pace.now();
      return tokensPerSecond && tokensPerSecond / 1000;
    },
  });
  const idle = new Set<Runner>();
  const done = { windows: 0, tokens: 0, ms: 0 };
  const closing = new AbortController();
  let inBackground = 0;
  let lastAwaited = Number.NEGATIVE_INFINITY;
  let waking: NodeJS.Timeout | undefined;

  const roomForBackground = (): boolean => {
    const quiet = performance.now() - lastAwaited > QUIET_MS;
    return inBackground < (quiet ? runners.size : Math.max(1, runners.size - 1));
  };
  const wakeWhenQuiet = (): void => {
    waking ??= setTimeout(() => {
      waking = undefined;
      for (const runner of [...idle]) takeNext(runner);
    }, QUIET_MS).unref();
  };
  const join = (runner: Runner): void => {
    runners.add(runner);
    void runner.ended.then(() => replace(runner));
    takeNext(runner);
  };
  const replace = async (gone: Runner): Promise<void> => {
    runners.delete(gone);
    idle.delete(gone);
    const runner = await startAgain(folder, closing.signal);
    if (closing.signal.aborted) await runner?.close();
    else if (runner) join(runner);
  };
  const takeNext = (runner: Runner): void => {
    if (!runner.alive) return;
    const task = queue.shift(roomForBackground());
    if (!task) {
      idle.add(runner);
      if (queue.size > 0) wakeWhenQuiet();
      return;
    }
    idle.delete(runner);
    if (task.background) inBackground++;
    const began = performance.now();
    const running = runner.run(task.inputs);
    // The process gets its next window before this one's outputs are read here.
    const next = () => {
      if (task.background) inBackground--;
      else lastAwaited = performance.now();
      takeNext(runner);
    };
    running.then(next, next);
    running
      .then((run) => {
        done.windows++;
        done.tokens += task.inputs.ids.length;
        done.ms += run.inferenceMs;
        pace.note(task.inputs.ids.length, run.inferenceMs);
        task.done(run, began - task.queued);
      })
      .catch(task.fail);
  };

  for (const runner of await startRunners(folder, workers)) join(runner);
  return {
    workers,
    async encode(windows, options, read) {
      if (closing.signal.aborted) throw closed();
      if (options.signal?.aborted) throw clientClosed();
      if (!options.background) lastAwaited = performance.now();
      const times = enqueue(queue, windows, options, read);
      for (const runner of [...idle].slice(0, queue.size)) takeNext(runner);
      return times;
    },
    stats: () => ({
      workers: runners.size,
      waitingWindows: queue.size,
      waitingTokens: queue.cost,
      doneWindows: done.windows,
      doneTokens: done.tokens,
      inferenceMs: done.ms,
      tokensPerSecond: pace.now(),
    }),
    async close() {
      clearTimeout(waking);
      closing.abort();
      for (let task = queue.shift(); task; task = queue.shift()) task.fail(closed());
      await Promise.all([...runners].map((runner) => runner.close()));
    },
  };
}

/** All processes, or none: those that did start are closed when one does not. */
async function startRunners(folder: ModelFolder, count: number): Promise<Runner[]> {
  const started = await Promise.allSettled(Array.from({ length: count }, () => startRunner(folder)));
  const failed = started.find((one) => one.status === "rejected");
  const runners = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (!failed) return runners;
  await Promise.all(runners.map((runner) => runner.close()));
  throw failed.reason;
}

/** A process that starts after others have ended; undefined when the signal aborts before one did. */
async function startAgain(folder: ModelFolder, signal: AbortSignal): Promise<Runner | undefined> {
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return await startRunner(folder);
    } catch {
      await wait(pause, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}

/** Puts windows into the queue; resolves when the last has been read, and takes the rest out when one fails. */
async function enqueue(
  queue: FairQueue<Task>,
  windows: readonly WindowInputs[],
  { client, signal, background = false, due }: EncodeOptions,
  read: ReadOutputs,
): Promise<EncodeTimes> {
  const times = { queueMs: 0, inferenceMs: 0 };
  let left = windows.length;
  if (left === 0) return times;
  let abort = () => {};
  const all = new Promise<EncodeTimes>((resolve, reject) => {
    const fail = (reason: unknown): void => {
      left = 0;
      queue.drop(client, (task) => task.fail === fail);
      reject(reason);
    };
    abort = () => fail(clientClosed());
    windows.forEach((inputs, index) => {
      const done = (run: WindowRun, queueMs: number): void => {
        if (left === 0) return;
        times.queueMs = Math.max(times.queueMs, queueMs);
        times.inferenceMs += run.inferenceMs;
        read(index, run.outputs);
        if (--left === 0) resolve(times);
      };
      const task = { inputs, background, queued: performance.now(), done, fail };
      queue.push(client, inputs.ids.length, task, background, due);
    });
  });
  signal?.addEventListener("abort", abort, { once: true });
  return all.finally(() => signal?.removeEventListener("abort", abort));
}

function closed(): StatementStanceError {
  return new StatementStanceError("shutting-down", "the encoder is closed");
}

function clientClosed(): StatementStanceError {
  return new StatementStanceError("client-closed", "the work was given up before it was done");
}
