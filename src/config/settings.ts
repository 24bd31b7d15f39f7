import { z } from "zod";

const megabyte = 1024 * 1024;

/** Every setting of the service: the environment variable is its name in capitals, the file's key its name. */
export const Settings = z.strictObject({
  host: z.string().min(1).default("127.0.0.1").describe("address to listen on; 0.0.0.0 for all"),
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe("port to listen on; 0 takes a free one"),
  model: z.string().min(1).default("small").describe("name of a folder in models/, or a path to one"),
  workers: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe("threads that run the model; default one a core"),
  maxTextLength: z.coerce.number().int().min(1).default(1_000_000).describe("longest text, in UTF-16 units"),
  maxBodyBytes: z.coerce
    .number()
    .int()
    .min(1)
    .default(16 * megabyte)
    .describe("largest request body, in bytes"),
  maxWaitingTokens: z.coerce
    .number()
    .int()
    .min(1)
    .default(200_000)
    .describe("word pieces that may wait for the model; past it requests get 503 with Retry-After"),
  deadlineMs: z.coerce
    .number()
    .int()
    .min(1)
    .default(30_000)
    .describe("longest time for an answer, in milliseconds"),
  drainMs: z.coerce
    .number()
    .int()
    .min(0)
    .default(25_000)
    .describe("time for accepted requests to end after SIGTERM, in milliseconds"),
  corsOrigins: z
    .string()
    .default("")
    .describe(
      "origins that browsers may call from, separated by commas; empty: none but this service's own page",
    ),
  logLevel: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"])
    .default("info")
    .describe("least level logged"),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** `maxTextLength` as `MAX_TEXT_LENGTH`. */
export function variableName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
