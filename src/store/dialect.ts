import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Spelling } from "./migrations/index.js";
import type { Tables } from "./tables.js";
import type { TextQuery } from "./text-query.js";

/** What the store's queries need to know of the database beneath them. */
export interface Dialect {
  readonly spelling: Spelling;
  /** Keeps other processes from migrating until the transaction ends. */
  lockForMigration(transaction: Transaction<Tables>): Promise<void>;
  /** Put after a select whose rows must not change under us; nothing where there is one writer. */
  readonly forUpdate: RawBuilder<unknown>;
  /** The same for rows that others may read and insert beside, but not change. */
  readonly forShare: RawBuilder<unknown>;
  /** The same, passing over rows that another process holds. */
  readonly skipLocked: RawBuilder<unknown>;
  /** Makes statements searchable by their words. */
  insertWords(
    transaction: Transaction<Tables>,
    rows: readonly { id: number; words: string[] }[],
  ): Promise<void>;
  /** Takes the words of the statements from `first` to `last` out. */
  deleteWords(transaction: Transaction<Tables>, first: number, last: number): Promise<void>;
  /** The keys of the statements whose words match. */
  matching(query: TextQuery): RawBuilder<unknown>;
  /** Whether a key is one of these. */
  isAmong(id: RawBuilder<unknown>, ids: readonly number[]): RawBuilder<unknown>;
  /** Whether the statement of this key has words that match, without a look into the index of all words. */
  holds(query: TextQuery, id: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Whether it takes long to find phrases by their words. */
  readonly dearPhrases: boolean;
  /** About so many statements may be looked at by `holds` for one answer. */
  readonly mostLookedAt: number;
  /** The keys of the statements whose words match; undefined where they are more than `limit`, or clearly seem to be. */
  rareMatches(db: Kysely<Tables>, query: TextQuery, limit: number): Promise<number[] | undefined>;
}

/** An open database. */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly dialect: Dialect;
  /** The file or server, without its password, as messages name it. */
  readonly place: string;
  close(): Promise<void>;
}
