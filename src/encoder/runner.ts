import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { StatementStanceError } from "../errors/index.js";
import { type ModelFolder, weightsFile } from "./model-folder.js";
import type { Reply, WindowInputs, WindowRun } from "./outputs.js";

/**
 * A process of its own with one session of the model; it runs one window at a time.
 *
 * A process and no thread, because onnxruntime-node 1.14.0 keeps a static reference into the thread that loaded it last:
 * loading it in a second thread, or again after a thread has ended, corrupts memory (microsoft/onnxruntime#20084,
 * #13086). And what goes wrong in native code then ends one window, not the service.
 */
export interface Runner {
  /** @throws internal when the runtime fails on the window, or the process ends */
  run(inputs: WindowInputs): Promise<WindowRun>;
  /** False once the process has ended. */
  readonly alive: boolean;
  /** Resolves when the process has ended without being closed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

type Settle = (reply: Reply | StatementStanceError) => void;

/**
 * Starts a process and loads the model in it.
 * @throws model-corrupt when the model cannot be loaded
 */
export async function startRunner(folder: ModelFolder): Promise<Runner> {
  const child = fork(new URL("./runner-process.js", import.meta.url), [], {
    serialization: "advanced",
    // A window's outputs are garbage as soon as they are sent: more room for them would only be resident.
    execArgv: ["--max-semi-space-size=2", "--expose-gc"],
    // What libraries print of a failure is in the error that is raised.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const { ask, exited } = conversation(child);
  const { path, precision, settings } = folder;
  const file = join(path, weightsFile(precision));
  const loaded = await ask({
    file,
    ...settings.specialTokens,
    cueThreshold: settings.cueThreshold,
  });
  if (loaded instanceof StatementStanceError || "failure" in loaded) {
    await kill(child, exited);
    const why = "failure" in loaded ? loaded.failure : loaded.message;
    throw new StatementStanceError("model-corrupt", `the model cannot be loaded: ${why}`, { file });
  }
  let closed = false;
  return {
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    async run(inputs) {
      const reply = await ask(inputs);
      if ("outputs" in reply) return reply;
      if (closed) throw new StatementStanceError("shutting-down", "the encoder was closed");
      if (reply instanceof StatementStanceError) throw reply;
      throw new StatementStanceError("internal", `the model failed on a window: ${JSON.stringify(reply)}`);
    },
    ended: new Promise((resolve) => {
      void exited.then(() => {
        if (!closed) resolve();
      });
    }),
    async close() {
      closed = true;
      await kill(child, exited);
    },
  };
}

/** One question, one reply; the end of the process is a reply too. */
function conversation(child: ChildProcess): {
  ask(question: object): Promise<Reply | StatementStanceError>;
  exited: Promise<StatementStanceError>;
} {
  let settle: Settle | undefined;
  let end: StatementStanceError | undefined;
  const answer: Settle = (reply) => {
    const waiting = settle;
    settle = undefined;
    waiting?.(reply);
  };
  const exited = new Promise<StatementStanceError>((resolve) => {
    const stop = (why: string) => {
      end ??= new StatementStanceError("internal", `a process of the encoder ended: ${why}`);
      answer(end);
      resolve(end);
    };
    child.once("error", (error) => stop(error.message));
    child.once("exit", (code, signal) => stop(signal ?? `exit code ${code}`));
  });
  child.on("message", (reply: Reply) => answer(reply));
  const ask = (question: object) =>
    new Promise<Reply | StatementStanceError>((resolve) => {
      if (end) return resolve(end);
      settle = resolve;
      // A channel that is closed is the end of the process, which is told by its exit.
      child.send(question, () => {});
    });
  return { ask, exited };
}

async function kill(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL");
  await exited;
}
