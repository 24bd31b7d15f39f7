import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A command of ours that runs in a process of its own. */
export interface Running {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Fulfilled once it has written the text. */
  says(text: string | RegExp): Promise<void>;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
}

/** Starts `statement-stance …`. */
export function start(...given: string[]): Running {
  const child = spawn(process.execPath, [MAIN, ...given], { stdio: ["ignore", "pipe", "pipe"] });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (part) => (output += part));
  child.stderr.on("data", (part) => (errors += part));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return {
    process: child,
    output: () => output,
    errors: () => errors,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const said = output + errors;
          if (typeof text === "string" ? said.includes(text) : text.test(said)) resolve();
        };
        child.stderr.on("data", look);
        child.stdout.on("data", look);
        void ended.then(() => reject(new Error(`ended without saying ${text}:\n${errors}`)));
        look();
      }),
  };
}

/** Runs `statement-stance …` to its end. */
export async function run(
  ...given: string[]
): Promise<{ code: number | null; output: string; errors: string }> {
  const running = start(...given);
  const { code } = await running.ended;
  return { code, output: running.output(), errors: running.errors() };
}
