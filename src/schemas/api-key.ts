import { z } from "zod";

export const SCOPES = ["classify", "jobs", "admin"] as const;

export const Scope = z
  .enum(SCOPES)
  .describe(
    "classify: texts and labels; jobs: also archives and the store; admin: also decisions on names. Each holds those before it",
  );
export type Scope = z.infer<typeof Scope>;

/** An API key as it is kept: its secret only as a hash. */
export const ApiKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().trim().min(1).max(200).describe("whose it is"),
  scope: Scope,
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the secret, in hexadecimal"),
  requestsPerMinute: z.int().positive().optional().describe("its own limit instead of the service's"),
  created: z.iso.datetime(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** The file of keys. */
export const ApiKeyFile = z.strictObject({ version: z.literal(1), keys: z.array(ApiKey) });
export type ApiKeyFile = z.infer<typeof ApiKeyFile>;
