import { readFileSync, renameSync, unwatchFile, watchFile, writeFileSync } from "node:fs";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { type ApiKey, ApiKeyFile } from "../schemas/index.js";

const LOOK_MS = 1000;

/**
 * The keys of a file. A file that is not there is an error: a service that lost it must not stand open.
 * @throws invalid-configuration
 */
export function readKeys(file: string): ApiKey[] {
  try {
    return parseOrThrow(ApiKeyFile, JSON.parse(readFileSync(file, "utf8")), "invalid-configuration").keys;
  } catch (cause) {
    const detail = `the file of API keys, ${file}, cannot be read: ${(cause as Error).message}`;
    throw new StatementStanceError("invalid-configuration", detail, { file, cause });
  }
}

/** Replaces the file as a whole, readable by its owner only. @throws file-unwritable */
export function writeKeys(file: string, keys: readonly ApiKey[]): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } catch (cause) {
    throw new StatementStanceError("file-unwritable", (cause as Error).message, { file, cause });
  }
}

/** The keys of a file as it changes, so that a key is revoked while the service runs. A broken file changes nothing. */
export function watchKeys(
  file: string,
  onBroken: (error: unknown) => void,
): { keys(): readonly ApiKey[]; close(): void } {
  let keys = readKeys(file);
  const look = () => {
    try {
      keys = readKeys(file);
    } catch (error) {
      onBroken(error);
    }
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, look);
  return { keys: () => keys, close: () => unwatchFile(file, look) };
}
