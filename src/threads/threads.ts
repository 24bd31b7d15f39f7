import type { Piscina } from "piscina";
import { type ErrorCode, StatementStanceError } from "../errors/index.js";
import { givenUp } from "./given-up.js";

export interface ThreadsOptions {
  /** The module whose default export the threads run. */
  readonly module: URL;
  readonly most: number;
  /** Of one thread's heap, at most. */
  readonly megabytes: number;
  /** What it means when a task needs more. */
  readonly tooLarge: readonly [code: ErrorCode, detail: string];
}

export interface Threads<Task, Answer> {
  /** @throws client-closed when the signal aborts, and `tooLarge` */
  run(task: Task, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

const IDLE_MS = 60_000;
const MEBIBYTE = 1024 * 1024;
/** Of a container's memory: the service has three threads at most, and `encoder` leaves as much to them. */
const SHARE_OF_MEMORY = 0.1;

/** Megabytes that a thread's heap may take: as many as it is given, where the container has room for them. */
export function heapThatFits(megabytes: number, memory = process.constrainedMemory()): number {
  const share = Math.floor((memory * SHARE_OF_MEMORY) / MEBIBYTE);
  return memory > 0 ? Math.min(megabytes, share) : megabytes;
}

/** Threads, and the library for them, are started when the first task comes; threads end when none has come for a minute. */
export function openThreads<Task, Answer>(options: ThreadsOptions): Threads<Task, Answer> {
  const { module, most, megabytes, tooLarge } = options;
  let opened: Promise<Piscina<Task, Answer>> | undefined;
  const open = async (): Promise<Piscina<Task, Answer>> => {
    const { Piscina } = await import("piscina");
    return new Piscina({
      filename: module.href,
      minThreads: 0,
      maxThreads: most,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: heapThatFits(megabytes) },
    });
  };
  return {
    async run(task, signal) {
      opened ??= open();
      const pool = await opened;
      return pool.run(task, { signal }).catch((cause: unknown) => {
        if (signal.aborted) throw givenUp(cause);
        if ((cause as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") throw cause;
        throw new StatementStanceError(...tooLarge, { cause });
      });
    },
    close: async () => (await opened)?.destroy(),
  };
}
