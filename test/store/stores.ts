import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { openStore, type Store } from "../../dist/store/index.js";
import { describeUnlessMissing } from "../missing.ts";
import { missingPostgres, type Postgres, startPostgres } from "../servers/postgres.ts";

/** A place for a new store, and a way to open it, again and again. */
export interface Stores {
  /** A new, empty place: a path or a URL. */
  place(): string;
  /** Opens a store that is closed after the test. */
  open(place?: string): Promise<Store>;
}

/** Runs a suite on SQLite and on a real PostgreSQL: the same tests, which never learn which. */
export function describeStores(name: string, suite: (stores: Stores) => void): void {
  describe(`${name}, in a SQLite file`, () => suite(sqliteStores()));
  describeUnlessMissing(missingPostgres())(`${name}, in PostgreSQL`, () => suite(postgresStores()));
}

function opening(place: () => string): Stores {
  const open: Store[] = [];
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  return {
    place,
    async open(where = place()) {
      const store = await openStore(where);
      open.push(store);
      return store;
    },
  };
}

function sqliteStores(): Stores {
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return opening(() => join(folder, `${++count}.sqlite`));
}

function postgresStores(): Stores {
  let server: Postgres;
  let count = 0;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.remove());
  return opening(() => server.database(`store_${++count}`));
}
