import type { Migration } from "./migration.js";

/** Phrases, beginnings and ends of names, and counts are found in indexes. */
export const fasterQuestions: Migration = {
  number: 2,
  name: "faster questions",
  statements: ({ phraseSearch, plainOrder, countsInIndexes, reverse }) => [
    // Turned round, so that names that end alike lie together.
    "alter table names add column reversed text not null default ''",
    `update names set reversed = ${reverse}(folded)`,
    ...plainOrder,
    "create index names_by_reversed on names (reversed)",
    ...countsInIndexes,
    ...phraseSearch,
  ],
};
