/** What the two databases spell differently. */
export interface Spelling {
  /** A column that numbers the rows itself. */
  readonly identity: string;
  /** An integer primary key that the writer gives. */
  readonly key: string;
  /** Statements that make the table `statement_words`. */
  readonly textSearch: readonly string[];
  /** Stores a table in the order of its primary key. */
  readonly withoutRowid: string;
  /** Statements that make phrases findable without reading every statement that has their words. */
  readonly phraseSearch: readonly string[];
  /** Statements after which words and names are compared letter by letter, whatever the database's language. */
  readonly plainOrder: readonly string[];
  /** Statements after which counts are read from their indexes alone. */
  readonly countsInIndexes: readonly string[];
  /** The function that turns a text round. */
  readonly reverse: string;
  /** An id that no other store has. */
  readonly randomId: string;
}

/** One step of the schema. Append-only: a released one is never changed. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: (spelling: Spelling) => readonly string[];
}
