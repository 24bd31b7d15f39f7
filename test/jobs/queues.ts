import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { type JobQueue, openQueue, type QueueOptions } from "../../dist/jobs/index.js";
import { openStore, type Store } from "../../dist/store/index.js";
import { describeUnlessMissing } from "../missing.ts";
import { missingPostgres, type Postgres, startPostgres } from "../servers/postgres.ts";
import { missingRedis, type Redis, startRedis } from "../servers/redis.ts";

/** Opens a queue over a new, empty store; both are closed after the test. */
export type OpenQueue = (
  options?: Partial<QueueOptions>,
) => Promise<{ store: Store; queue: JobQueue; again: () => Promise<JobQueue> }>;

interface Servers {
  place(): string;
  url?: () => string;
}

/** Runs a suite on the embedded queue and on Redis: the same tests, which never learn which. */
export function describeQueues(name: string, suite: (open: OpenQueue) => void): void {
  describe(`${name}, embedded in SQLite`, () => {
    const folder = mkdtempSync(join(tmpdir(), "queue-"));
    let count = 0;
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    suite(opening({ place: () => join(folder, `${++count}.sqlite`) }));
  });
  const missing = [...missingPostgres(), ...missingRedis()];
  describeUnlessMissing(missing)(`${name}, on Redis with PostgreSQL`, () => suite(onServers()));
}

function onServers(): OpenQueue {
  let postgres: Postgres | undefined;
  let redis: Redis | undefined;
  let count = 0;
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  }, 60_000);
  afterAll(() => Promise.all([postgres?.remove(), redis?.remove()]));
  // Each test has a Redis database of its own.
  return opening({
    place: () => postgres!.database(`queue_${++count}`),
    url: () => `${redis!.url}/${count % 16}`,
  });
}

function opening({ place, url }: Servers): OpenQueue {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  });
  return async (options = {}) => {
    const store = await openStore(place());
    const address = url?.();
    const again = async () => {
      const queue = await openQueue(store, address, options);
      opened.push(queue);
      return queue;
    };
    opened.push(store);
    return { store, queue: await again(), again };
  };
}
