import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingPrograms } from "../missing.ts";
import { freePort } from "./free-port.ts";
import { startServer, stopServer } from "./start.ts";

/** What of Redis is not installed. */
export const missingRedis = (): string[] => missingPrograms("redis-server");

export interface Redis {
  readonly url: string;
  /** Ends the server, at once with SIGKILL; `start` brings it back with what it had written down. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a Redis of our own on a free port, that writes every command down (AOF) as an operator's should. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const settings = [
    "--port",
    String(port),
    "--dir",
    folder,
    "--appendonly",
    "yes",
    "--save",
    "",
    "--bind",
    "127.0.0.1",
  ];
  const run = () => startServer("redis-server", settings, port);
  let server: ChildProcess = await run();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: (signal) => stopServer(server, signal),
    async start() {
      server = await run();
    },
    async remove() {
      await stopServer(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
