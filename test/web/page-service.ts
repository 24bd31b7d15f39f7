import { loadSettings } from "../../dist/config/index.js";
import { createApp, listen } from "../../dist/http/index.js";
import { openArchive } from "../../dist/jobs/index.js";
import type { DocumentInput, DocumentResult } from "../../dist/schemas/index.js";
import { createLogger, createMetrics } from "../../dist/telemetry/index.js";

export interface PageServiceParts {
  /** A file: with it the service has an archive. */
  readonly store?: string;
  readonly uploads?: string;
  /** What the model would find. */
  readonly classify?: (document: DocumentInput) => Promise<DocumentResult>;
}

/** A service without a model: the test answers in its place. */
export async function startPageService({ store, uploads, classify }: PageServiceParts = {}) {
  const settings = loadSettings({}, { port: 0, logLevel: "silent" } as object);
  const identity = { name: "made", version: "1", languages: ["en"] };
  const stats = () => ({ workers: 1, tokensPerSecond: 1 });
  const classifier = { model: identity, workers: 1, stats, classify } as any;
  const metrics = createMetrics(identity, stats as any);
  const ignore = () => {};
  const archive = store
    ? await openArchive({
        store,
        uploads,
        maxUploadBytes: settings.maxUploadBytes,
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
