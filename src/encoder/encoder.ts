import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { StatementStanceError } from "../errors/index.js";
import { createFairQueue } from "./fair-queue.js";
import { type ModelFolder, weightsFile } from "./model-folder.js";
import type { WindowInputs, WindowOutputs } from "./outputs.js";

/** Work that waits and work that was done, for metrics and for refusing more. */
export interface EncoderStats {
  readonly workers: number;
  readonly waitingWindows: number;
  readonly waitingTokens: number;
  readonly doneWindows: number;
  readonly doneTokens: number;
  readonly inferenceMs: number;
}

/** A window's outputs, and how long they took. */
export interface EncodedWindow {
  readonly outputs: WindowOutputs;
  readonly queueMs: number;
  readonly inferenceMs: number;
}

/** Whose windows these are: turns are taken between clients. */
export interface EncodeOptions {
  readonly client: object;
  readonly signal?: AbortSignal | undefined;
  /** Gives way to everything that is not background. */
  readonly background?: boolean | undefined;
}

/** Windows in, outputs out, off the main thread. */
export interface Encoder {
  /** @throws client-closed when the signal aborts; internal when the runtime fails */
  encode(windows: readonly WindowInputs[], options: EncodeOptions): Promise<EncodedWindow[]>;
  stats(): EncoderStats;
  close(): Promise<void>;
}

interface Task {
  readonly inputs: WindowInputs;
  readonly queued: number;
  readonly resolve: (value: EncodedWindow) => void;
  readonly reject: (reason: unknown) => void;
}

type Reply =
  | { ready: true }
  | { task: number; outputs: WindowOutputs; ms: number }
  | { task: number; error: string };

/** Starts one worker a core, each with a session of one thread. */
export async function startEncoder(folder: ModelFolder, workers = availableParallelism()): Promise<Encoder> {
  const queue = createFairQueue<Task>();
  const idle: Worker[] = [];
  const running = new Map<Worker, { task: Task; began: number }>();
  const done = { windows: 0, tokens: 0, ms: 0 };
  let closing = false;
  let whenIdle: (() => void) | undefined;
  let broken: StatementStanceError | undefined;

  const dispatch = (): void => {
    while (idle.length > 0) {
      const task = queue.shift();
      if (!task) return;
      const worker = idle.pop()!;
      running.set(worker, { task, began: performance.now() });
      worker.postMessage({ task: 0, inputs: task.inputs });
    }
  };

  const finish = (worker: Worker, reply: Exclude<Reply, { ready: true }>): void => {
    const { task, began } = running.get(worker)!;
    running.delete(worker);
    if (running.size === 0) whenIdle?.();
    idle.push(worker);
    dispatch();
    if ("error" in reply) {
      task.reject(new StatementStanceError("internal", `the model failed on a window: ${reply.error}`));
      return;
    }
    done.windows++;
    done.tokens += task.inputs.ids.length;
    done.ms += reply.ms;
    task.resolve({ outputs: reply.outputs, queueMs: began - task.queued, inferenceMs: reply.ms });
  };

  const fail = (worker: Worker, reason: unknown): void => {
    broken = new StatementStanceError("internal", `a worker of the encoder ended: ${String(reason)}`, {
      cause: reason,
    });
    running.get(worker)?.task.reject(broken);
    running.delete(worker);
    if (running.size === 0) whenIdle?.();
    for (let task = queue.shift(); task; task = queue.shift()) task.reject(broken);
  };

  const pool = await Promise.all(Array.from({ length: workers }, () => startWorker(folder)));
  for (const worker of pool) {
    idle.push(worker);
    worker.on("message", (reply: Reply) => {
      if ("task" in reply) finish(worker, reply);
    });
    worker.on("error", (error) => fail(worker, error));
    worker.on("exit", (code) => {
      if (!closing) fail(worker, `exit code ${code}`);
    });
  }

  return {
    encode(windows, { client, signal, background = false }) {
      if (broken) return Promise.reject(broken);
      if (closing) return Promise.reject(new StatementStanceError("shutting-down", "the encoder is closed"));
      if (signal?.aborted) return Promise.reject(clientClosed());
      const results = windows.map(
        (inputs) =>
          new Promise<EncodedWindow>((resolve, reject) => {
            const task = { inputs, queued: performance.now(), resolve, reject };
            queue.push(client, inputs.ids.length, task, background);
          }),
      );
      const abort = () => {
        for (const task of queue.drop(client)) task.reject(clientClosed());
      };
      signal?.addEventListener("abort", abort, { once: true });
      dispatch();
      return Promise.all(results).finally(() => signal?.removeEventListener("abort", abort));
    },
    stats: () => ({
      workers,
      waitingWindows: queue.size,
      waitingTokens: queue.cost,
      doneWindows: done.windows,
      doneTokens: done.tokens,
      inferenceMs: done.ms,
    }),
    async close() {
      closing = true;
      const stopped = new StatementStanceError("shutting-down", "the encoder was closed");
      for (let task = queue.shift(); task; task = queue.shift()) task.reject(stopped);
      // The runtime aborts the whole process when a thread is ended in the middle of a run.
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
        if (running.size === 0) resolve();
      });
      await Promise.all(pool.map((worker) => worker.terminate()));
    },
  };
}

function clientClosed(): StatementStanceError {
  return new StatementStanceError("client-closed", "the work was given up before it was done");
}

function startWorker(folder: ModelFolder): Promise<Worker> {
  const { start, end } = folder.settings.specialTokens;
  const worker = new Worker(new URL("./session-worker.js", import.meta.url), {
    workerData: { folder: folder.path, precision: folder.precision, start, end },
  });
  const file = join(folder.path, weightsFile(folder.precision));
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) => {
      reject(
        new StatementStanceError("model-corrupt", `the model's file cannot be loaded: ${String(cause)}`, {
          file,
          cause,
        }),
      );
    };
    const refuseExit = (code: number) => refuse(`its worker ended with code ${code}`);
    worker.once("error", refuse);
    worker.once("exit", refuseExit);
    worker.once("message", () => {
      worker.off("error", refuse);
      worker.off("exit", refuseExit);
      resolve(worker);
    });
  });
}
