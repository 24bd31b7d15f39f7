import { type SpawnOptions, spawn } from "node:child_process";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Record<string, string>;
  /** As a user whom a file's permissions bind: root is bound by none. */
  readonly bound?: boolean;
  /** A file to write to, as the shell's `>` does. */
  readonly into?: number;
  /** The reader of standard output leaves at once, as `head` does. */
  readonly readerLeaves?: boolean;
}

/** Takes from root what sets it above permissions, and leaves the rest. */
const WITHOUT_POWERS = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"];

/** Runs the built command line to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const powers = options.bound && process.getuid?.() === 0 ? WITHOUT_POWERS : [];
  const [program, ...rest] = [...powers, process.execPath, "dist/cli/main.js", ...args];
  const env = { ...process.env, NODE_OPTIONS: "", ...options.env };
  const stdio: SpawnOptions["stdio"] = ["pipe", options.into ?? "pipe", "pipe"];
  const child = spawn(program!, rest, { env, stdio });
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  if (options.readerLeaves) child.stdout?.destroy();
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
