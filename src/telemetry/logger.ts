import { type Logger, pino } from "pino";

/** Structured logs on standard output. No text of a document is ever given to them. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

export type { Logger };
