import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { startServer, stopServer } from "./start.ts";

const DEBIAN = "/usr/lib/postgresql";

/** The folder of PostgreSQL's programs, the newest version; undefined where it is not installed. */
function postgresPrograms(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

/** What of PostgreSQL is not installed. */
export const missingPostgres = (): string[] => (postgresPrograms() ? [] : ["PostgreSQL"]);

export interface Postgres {
  /** Makes an empty database. */
  database(name: string): string;
  /** Makes the server go away; `start` brings it back with its data. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian made for it. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Starts a PostgreSQL of our own on a free port, in a folder of its own. */
export async function startPostgres(): Promise<Postgres> {
  const bin = postgresPrograms();
  if (!bin) throw new Error("PostgreSQL is not installed");
  const [user, port] = [unprivileged(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  const data = join(folder, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const settings = [
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "shared_buffers=64MB",
  ];
  const isReady = () =>
    spawnSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port), "-t", "1"]).status === 0;
  // It listens before it answers.
  const run = async () => {
    const started = await startServer(join(bin, "postgres"), ["-D", data, ...settings], port, user);
    while (started.exitCode === null && !isReady()) await pause(50);
    return started;
  };
  let server: ChildProcess = await run();
  return {
    database(name) {
      execFileSync(join(bin, "createdb"), ["-h", "127.0.0.1", "-p", String(port), "-U", "test", name]);
      return `postgres://test@127.0.0.1:${port}/${name}`;
    },
    stop: () => stopServer(server, "SIGINT"),
    async start() {
      server = await run();
    },
    async remove() {
      await stopServer(server, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
