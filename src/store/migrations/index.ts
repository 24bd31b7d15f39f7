/** The steps of the schema, in order. */
import { first } from "./0001-first.js";
import { fasterQuestions } from "./0002-faster-questions.js";
import { storeIdentity } from "./0003-store-identity.js";
import type { Migration } from "./migration.js";

export type { Migration, Spelling } from "./migration.js";
export const MIGRATIONS: readonly Migration[] = [first, fasterQuestions, storeIdentity];
