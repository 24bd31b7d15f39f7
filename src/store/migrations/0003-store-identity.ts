import type { Migration } from "./migration.js";

/** Stores are told apart by an id of their own, as where they share a Redis. */
export const storeIdentity: Migration = {
  number: 3,
  name: "store identity",
  statements: ({ randomId }) => [
    "create table store_identity (id text not null)",
    `insert into store_identity (id) values (${randomId})`,
  ],
};
