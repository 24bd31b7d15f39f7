import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { StatementStanceError } from "../errors/index.js";
import { givenUp } from "./given-up.js";
import type { Reply } from "./reply.js";
import { createSlots } from "./slots.js";
import type { Threads } from "./threads.js";

export interface ProcessesOptions {
  /** The module that the processes run, which calls `answerTasks`. */
  readonly module: URL;
  /** What it finds on its command line. */
  readonly given: readonly string[];
  readonly most: number;
}

/**
 * As `openThreads`, in processes: a thread cannot be called back from native code, but the end of a process ends all
 * that it does. They are started when tasks come, and take one at a time.
 */
export function openProcesses<Task extends object, Answer>(options: ProcessesOptions): Threads<Task, Answer> {
  const inSlot = createSlots(options.most);
  const all = new Set<ChildProcess>();
  const idle = new Set<ChildProcess>();
  const start = (): ChildProcess => {
    const child = startProcess(options);
    all.add(child);
    const forget = () => {
      all.delete(child);
      idle.delete(child);
    };
    return child.once("error", forget).once("close", forget);
  };
  return {
    run: (task, signal) =>
      inSlot(async () => {
        if (signal.aborted) throw givenUp();
        const [child = start()] = idle;
        idle.delete(child);
        const reply = await exchange<Answer>(child, task, signal);
        if (!child.killed) idle.add(child);
        return answerOf(reply);
      }),
    async close() {
      await Promise.all([...all].map(kill));
    },
  };
}

function startProcess({ module, given }: ProcessesOptions): ChildProcess {
  return fork(module, given, {
    serialization: "advanced",
    execArgv: [],
    // What libraries print of a failure is in the error that is raised.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

/** A process is soon done with most tasks that are given up: to start another one takes longer. */
const GRACE_MS = 500;

/** One task, one reply. A process that is not soon done with a task that is given up is ended, and gone after this. */
async function exchange<Answer>(
  child: ChildProcess,
  task: object,
  signal: AbortSignal,
): Promise<Reply<Answer>> {
  const over = new AbortController();
  const until = { signal: over.signal };
  let grace: NodeJS.Timeout | undefined;
  const end = (): void => {
    grace = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", end, until);
  try {
    // A channel that is closed is the end of the process, which is told by its close.
    child.send(task, () => {});
    const ended = once(child, "close", until).then(([code, by]) => {
      if (signal.aborted) throw givenUp();
      throw new Error(`a process ended before its answer: ${by ?? `exit code ${code}`}`);
    });
    const [reply] = await Promise.race([once(child, "message", until), ended]);
    return reply;
  } finally {
    clearTimeout(grace);
    over.abort();
  }
}

function answerOf<Answer>(reply: Reply<Answer>): Answer {
  if ("answer" in reply) return reply.answer;
  if ("failure" in reply) throw new Error(reply.failure);
  const { code, message, place } = reply.refused;
  throw new StatementStanceError(code, message, place);
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}
