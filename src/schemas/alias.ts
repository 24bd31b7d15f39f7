import { z } from "zod";
import { storable } from "./storable.js";

const name = storable(z.string().trim().min(1).max(500));

/** A person's decision on two names. */
export const AliasDecision = z.strictObject({
  name: name.describe("exactly as it is stored"),
  canonical: name.describe("the name to show instead, exactly as it is stored"),
  same: z.boolean().default(true).describe("false: they are different, and are not suggested again"),
  by: storable(z.string().trim().min(1).max(200)).optional().describe("who decided"),
});
export type AliasDecision = z.infer<typeof AliasDecision>;
export type AliasDecisionInput = z.input<typeof AliasDecision>;

export const Alias = z.object({
  name: z.string(),
  canonical: z.string(),
  same: z.boolean(),
  by: z.string().nullable(),
  decided: z.iso.datetime(),
});
export type Alias = z.infer<typeof Alias>;

export const AliasList = z.object({ aliases: z.array(Alias).describe("the latest decision first") });
export type AliasList = z.infer<typeof AliasList>;

/** Which decisions are to be taken back. */
export const AliasWithdrawal = z.strictObject({
  name: name.describe("the first name of the decision, exactly as it is stored"),
});

export const AliasSuggestionQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Two names that may be the same. Nothing is joined before a person confirms it. */
export const AliasSuggestion = z.object({
  name: z.string(),
  canonical: z.string().describe("the fuller one"),
  statements: z.int().nonnegative().describe("in which the shorter name speaks or is spoken of"),
  alternatives: z.int().nonnegative().describe("other names that the shorter one could stand for"),
});
export type AliasSuggestion = z.infer<typeof AliasSuggestion>;

export const AliasSuggestions = z.object({ suggestions: z.array(AliasSuggestion) });
export type AliasSuggestions = z.infer<typeof AliasSuggestions>;
