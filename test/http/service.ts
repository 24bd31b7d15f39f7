import { createClassifier } from "../../dist/classifier/index.js";
import { loadSettings, type Settings } from "../../dist/config/index.js";
import { createApp, listen } from "../../dist/http/index.js";
import { createLogger, createMetrics } from "../../dist/telemetry/index.js";

/** A service on a free port, with the real model. */
export async function startService(given: Partial<Settings> = {}) {
  const settings = loadSettings({}, { port: 0, logLevel: "silent", ...given });
  const classifier = await createClassifier({ ...settings, workers: 2 });
  const metrics = createMetrics(classifier.model, () => classifier.stats());
  const app = createApp({ classifier, settings, log: createLogger("silent"), metrics });
  const server = await listen(app, settings);
  const stop = async () => {
    await server.drain();
    await classifier.close();
  };
  return { url: server.url, classifier, stop };
}
