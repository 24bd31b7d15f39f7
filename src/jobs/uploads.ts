import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { StatementStanceError } from "../errors/index.js";

/** A file that was sent, as it lies on the disk. */
export interface Upload {
  /** A folder of its own, which goes with it. */
  readonly folder: string;
  readonly path: string;
  /** Of its content: the same file sent again has the same. */
  readonly digest: string;
}

/** The folder where uploads lie until their job has ended. */
export interface Uploads {
  /**
   * Writes an upload down as it comes; when this returns it will outlive the process and the machine.
   * @throws body-too-large, store-full, store-unavailable, and what the bytes raise; then nothing is left of it
   */
  receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Upload>;
  /** Whether an upload's folder is one of ours, and still there. */
  has(folder: string): boolean;
  /** Whether it is, or was, one of ours. */
  isOurs(folder: string): boolean;
  remove(folder: string): Promise<void>;
  /** Removes what processes left behind that were killed while something came in. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}

/** What lies for a day without a job is of nobody. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

/** @param limit of one upload, in bytes */
export function createUploads(place: string, limit: number): Uploads {
  const root = resolve(place);
  const isOurs = (folder: string) => folder.startsWith(root + sep);
  const remove = (folder: string) => rm(folder, { recursive: true, force: true });
  return {
    async receive(name, bytes) {
      const folder = join(root, randomUUID());
      try {
        await mkdir(folder, { recursive: true });
        const path = join(folder, name);
        const digest = await write(path, bytes, limit);
        await syncFolder(folder);
        return { folder, path, digest };
      } catch (error) {
        await remove(folder).catch(() => {});
        throw failure(error, root);
      }
    },
    has: (folder) => isOurs(folder) && existsSync(folder),
    isOurs,
    remove,
    async sweep(kept) {
      for (const name of await readdir(root).catch(() => [])) {
        const folder = join(root, name);
        const age = Date.now() - (await stat(folder)).mtimeMs;
        if (!kept.has(folder) && age > LEFT_BEHIND_MS) await remove(folder);
      }
    },
  };
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const file = await open(path, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > limit)
        throw new StatementStanceError(
          "body-too-large",
          `the upload is larger than ${limit} bytes, the limit`,
        );
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
    return hash.digest("hex").slice(0, 16);
  } finally {
    await file.close();
  }
}

/** So that the file's name outlives a power cut, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Errors of the disk in the catalogue's words. */
function failure(error: unknown, root: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof StatementStanceError || typeof syscall !== "string") return error;
  const known = code === "ENOSPC" || code === "EDQUOT" ? "store-full" : "store-unavailable";
  return new StatementStanceError(known, `uploads to ${root}: ${message}`, { cause: error });
}
