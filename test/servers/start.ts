import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

const START_MS = 30_000;

/** Starts a server and waits until it takes connections. */
export async function startServer(
  command: string,
  parameters: readonly string[],
  port: number,
  user: { uid?: number; gid?: number } = {},
): Promise<ChildProcess> {
  const server = spawn(command, parameters, { ...user, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (part) => (output += part));
  const deadline = Date.now() + START_MS;
  while (!(await answers(port))) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`${command} did not start:\n${output}`);
  }
  return server;
}

/** Ends a server and waits until it is gone. */
export async function stopServer(server: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill(signal);
  await gone;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const outcome = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  if (!outcome) await new Promise((resolve) => setTimeout(resolve, 50));
  return outcome;
}
