import { z } from "zod";

const megabyte = 1024 * 1024;
const DIGITS = /^\s*\d+\s*$/;

/** A whole number; the environment and the command line give it as digits. */
function wholeNumber(from: number, to: number = Number.MAX_SAFE_INTEGER) {
  const fromText = (value: unknown) =>
    typeof value === "string" && DIGITS.test(value) ? Number(value) : value;
  return z.preprocess(fromText, z.int().min(from).max(to));
}

/** The longest that a timer of Node can wait, 25 days: past it it rings at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Text that is empty or of a certain form, which is told in words. */
function textLike(form: RegExp, allowed: string) {
  return z
    .string()
    .refine((value) => value === "" || form.test(value))
    .meta({ allowed });
}

function isStore(value: string): boolean {
  const scheme = /^(\w+):\/\//.exec(value)?.[1];
  return scheme === undefined || (/^postgres(ql)?$/.test(scheme) && URL.canParse(value));
}

const ORIGINS = /^\s*https?:\/\/[^\s/,]+\s*(,\s*https?:\/\/[^\s/,]+\s*)*$/;

/** Every setting of the service: the environment variable is its name in capitals, the file's key its name. */
export const Settings = z.strictObject({
  host: z.string().min(1).default("127.0.0.1").describe("address to listen on; 0.0.0.0 for all"),
  port: wholeNumber(0, 65535).default(3000).describe("port to listen on; 0 takes a free one"),
  model: z.string().min(1).default("small").describe("name of a folder in models/, or a path to one"),
  workers: wholeNumber(1, 256)
    .optional()
    .describe(
      "processes that run the model, each with a copy of it; default one a core, within the container's limits",
    ),
  maxTextLength: wholeNumber(1).default(1_000_000).describe("longest text, in UTF-16 units"),
  maxBodyBytes: wholeNumber(1)
    .default(16 * megabyte)
    .describe("largest request body, in bytes; four times as much may be on its way in at once"),
  maxWaitingTokens: wholeNumber(1)
    .default(200_000)
    .describe(
      "word pieces of accepted requests that are not answered yet; past it requests get 503 with Retry-After",
    ),
  deadlineMs: wholeNumber(1, LONGEST_MS)
    .default(120_000)
    .describe(
      "longest time from a request's last byte to its answer, in milliseconds; the default is for the longest text on two slow cores",
    ),
  headersTimeoutMs: wholeNumber(1, LONGEST_MS)
    .default(10_000)
    .describe("longest time for a client to send a request's headers, in milliseconds"),
  requestTimeoutMs: wholeNumber(1, LONGEST_MS)
    .default(60_000)
    .describe("longest time for a client to send a whole request, in milliseconds"),
  answerTimeoutMs: wholeNumber(1, LONGEST_MS)
    .default(60_000)
    .describe(
      "longest time for a client to take an answer that is ready, or the next part of a stream, in milliseconds",
    ),
  maxEventStreams: wholeNumber(1)
    .default(100)
    .describe("clients that may follow jobs by their events at once; past it they get 503 with Retry-After"),
  drainMs: wholeNumber(0, LONGEST_MS)
    .default(25_000)
    .describe("time for accepted requests to end after SIGTERM, in milliseconds"),
  corsOrigins: textLike(
    ORIGINS,
    "empty, or origins as https://news.example, without a path, separated by commas",
  )
    .default("")
    .describe(
      "origins that browsers may call from, separated by commas; empty: none but this service's own page",
    ),
  store: z
    .string()
    .refine(isStore)
    .meta({ allowed: "empty, the path of a SQLite file, or a postgres:// URL" })
    .default("")
    .describe("SQLite file or postgres:// URL that keeps statements and jobs; empty: no archives"),
  queue: textLike(/^rediss?:\/\/./, "empty, or a redis:// URL")
    .default("")
    .describe(
      "redis:// URL of the queue that workers on other machines share; empty: the queue in the store",
    ),
  uploads: z
    .string()
    .default("")
    .describe(
      "folder, of this store only, for uploads until their job has ended; empty: `STORE-uploads` beside the store's file, or `uploads` in the working folder",
    ),
  maxUploadBytes: wholeNumber(1)
    .default(64 * 1024 * megabyte)
    .describe("largest upload of a job, in bytes"),
  keysFile: z
    .string()
    .default("")
    .describe("file of API keys, which `statement-stance keys` writes; empty: no key is asked for"),
  requestsPerMinute: wholeNumber(1)
    .default(600)
    .describe("requests that one API key may send in a minute, unless it has a limit of its own"),
  tracesUrl: textLike(/^https?:\/\/[^\s/]+/, "empty, or an http:// or https:// address")
    .default("")
    .describe(
      "address of an OpenTelemetry collector that takes traces (OTLP over HTTP, JSON); empty: no traces",
    ),
  logLevel: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"])
    .default("info")
    .describe("least level logged"),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

const { store, queue, model, workers, maxTextLength, logLevel } = Settings.shape;

/** Every setting of a worker; what it shares with the service is one setting. */
export const WorkerSettings = z.strictObject({
  store: store.describe("SQLite file or postgres:// URL that keeps statements and jobs; needed"),
  queue,
  model,
  workers,
  maxTextLength,
  metricsPort: wholeNumber(1, 65535)
    .optional()
    .describe("port that shows metrics for Prometheus at all addresses of the machine; default none"),
  logLevel,
});
export type WorkerSettings = Readonly<z.infer<typeof WorkerSettings>>;

/** The settings of a command. */
export type SettingsSchema = typeof Settings | typeof WorkerSettings;
export type SettingName = keyof Settings | keyof WorkerSettings;

/** `maxTextLength` as `MAX_TEXT_LENGTH`. */
export function variableName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** `maxTextLength` as `--max-text-length`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

interface ValueShape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly allowed?: string;
}

/** What a setting may be, in words: "a whole number from 0 to 65535". */
export function allowedValues(setting: z.ZodType): string {
  const shape = z.toJSONSchema(setting, { io: "output" }) as ValueShape;
  if (shape.allowed) return shape.allowed;
  if (shape.enum) return `one of ${shape.enum.join(", ")}`;
  if (shape.type !== "integer") return shape.minLength ? "text, not empty" : "text";
  const bounded = shape.maximum !== undefined && shape.maximum < Number.MAX_SAFE_INTEGER;
  return `a whole number from ${shape.minimum}${bounded ? ` to ${shape.maximum}` : ""}`;
}
