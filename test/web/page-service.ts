import { loadSettings, type Settings } from "../../dist/config/index.js";
import { createApp, listen } from "../../dist/http/index.js";
import { openArchive } from "../../dist/jobs/index.js";
import type { DocumentInput, DocumentResult } from "../../dist/schemas/index.js";
import { createLogger, createMetrics } from "../../dist/telemetry/index.js";

export interface PageServiceParts {
  /** A file: with it the service has an archive. */
  readonly store?: string;
  readonly uploads?: string;
  readonly settings?: Partial<Settings>;
  /** What the model would find. */
  readonly classify?: (document: DocumentInput) => Promise<DocumentResult>;
}

/** A service without a model: the test answers in its place. */
export async function startPageService({ store, uploads, settings: given, classify }: PageServiceParts = {}) {
  const settings = loadSettings({}, { port: 0, logLevel: "silent", ...given });
  const identity = { name: "made", version: "1", languages: ["en"] };
  const idle = { waitingWindows: 0, waitingTokens: 0, doneWindows: 0, doneTokens: 0, inferenceMs: 0 };
  const stats = () => ({ workers: 1, tokensPerSecond: 1, ...idle });
  const classifier = { model: identity, workers: 1, stats, classify } as any;
  const metrics = createMetrics(identity, stats);
  const ignore = () => {};
  const archive = store
    ? await openArchive({
        store,
        uploads,
        maxUploadBytes: settings.maxUploadBytes,
        deadlineMs: settings.deadlineMs,
        classifier,
        onWait: ignore,
        onTrouble: ignore,
      })
    : undefined;
  const app = createApp({ classifier, settings, log: createLogger("silent"), metrics, archive });
  const { url, drain } = await listen(app, settings);
  return {
    url,
    archive,
    async stop() {
      await drain();
      await archive?.close();
    },
  };
}
export type PageService = Awaited<ReturnType<typeof startPageService>>;
