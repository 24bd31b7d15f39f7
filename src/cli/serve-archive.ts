import type { Classifier } from "../classifier/index.js";
import type { Settings } from "../config/index.js";
import { type Archive, openArchive, registerQueueMetrics } from "../jobs/index.js";
import type { Logger, Metrics } from "../telemetry/index.js";

/** Opens the store that the settings name, and begins with the jobs that wait in it. */
export async function openServiceArchive(
  settings: Settings,
  classifier: Classifier,
  { registry, counting }: Metrics,
  log: Logger,
): Promise<Archive | undefined> {
  if (!settings.store) return undefined;
  const archive = await openArchive({
    store: settings.store,
    queue: settings.queue,
    uploads: settings.uploads || undefined,
    maxUploadBytes: settings.maxUploadBytes,
    deadlineMs: settings.deadlineMs,
    classifier: counting(classifier),
    onWait: ({ message, code }) => log.warn({ reason: message, code }, "waiting"),
    onTrouble: (err, job) => log.error({ err, job }, "a job was stopped"),
  });
  registerQueueMetrics(registry, archive.queue);
  return archive;
}
