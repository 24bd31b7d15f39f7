import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { watchKeys } from "../access/index.js";
import type { Classifier } from "../classifier/index.js";
import { loadSettings, type SettingName, Settings, VERSION } from "../config/index.js";
import { withoutPassword } from "../errors/index.js";
import type { Logger } from "../telemetry/index.js";
import { naming } from "./naming.js";
import { withSettings } from "./setting-options.js";

const LOOPBACK = /^(127\.|localhost$|::1$)/;

const EXAMPLES = `
Examples:
  $ statement-stance serve
  $ statement-stance serve --port 8080 --host 0.0.0.0
  $ PORT=8080 HOST=0.0.0.0 statement-stance serve
  $ statement-stance serve --store archive.sqlite
  $ curl -s localhost:3000/v1/jobs -H 'content-type: application/x-ndjson' -X POST -T articles.jsonl
  $ curl -s localhost:3000/v1/classify -H 'content-type: application/json' -d '{"text": "“I back it,” said Fidan."}'

Then http://localhost:3000/docs explains the service. Every option is also an environment variable and a key of a
settings file: see docs/configuration.md. SIGTERM and SIGINT end it when accepted requests are answered.`;

/** `statement-stance serve` */
export function registerServe(program: Command): void {
  const command = program.command("serve").description("start the HTTP service");
  withSettings(command, Settings).addHelpText("after", EXAMPLES).action(serve);
}

async function serve(flags: Partial<Record<SettingName, string>>): Promise<void> {
  const settings = loadSettings(process.env, flags);
  const { model, workers, maxTextLength } = settings;
  // The model's processes load beside this one, which loads the service meanwhile.
  const { createClassifier } = await import("../classifier/index.js");
  const starting = createClassifier({ model, workers, maxTextLength });
  // It is waited for later, and told then.
  starting.catch(() => {});
  const [{ createApp, listen }, { createLogger, createMetrics, startTracing }, { openServiceArchive }] =
    await Promise.all([
      import("../http/index.js"),
      import("../telemetry/index.js"),
      import("./serve-archive.js"),
    ]);
  const log = createLogger(settings.logLevel);
  const { keysFile, tracesUrl } = settings;
  const opened: { close(): Promise<void> }[] = [{ close: () => closeStarted(starting) }];
  const close = async (): Promise<void> => {
    for (const part of opened.reverse()) await part.close();
  };
  try {
    const onBroken = (err: unknown) => log.error({ err }, "the keys are those from before");
    const watched = keysFile
      ? await naming("keysFile", async () => watchKeys(keysFile, onBroken))
      : undefined;
    const tracing = tracesUrl ? await startTracing(tracesUrl, VERSION) : undefined;
    if (tracing) opened.push(tracing);
    const classifier = await naming("model", () => starting);
    const metrics = createMetrics(classifier.model, () => classifier.stats());
    const archive = await naming("store", () => openServiceArchive(settings, classifier, metrics, log));
    if (archive) opened.push(archive);
    const parts = { classifier, settings, log, metrics, archive };
    const app = createApp({ ...parts, keys: watched?.keys, tracer: tracing?.tracer });
    const server = await naming("host", () => listen(app, settings));
    log.info({ address: server.url, model: classifier.model, settings: shown(settings) }, "listening");
    if (!watched && !LOOPBACK.test(settings.host))
      log.warn("the service is open to all who reach it: see `statement-stance keys --help`");
    const drained = () =>
      Promise.all([server.drain(), inTime(archive?.jobs.drain(), settings.drainMs)]).then((all) =>
        all.every(Boolean),
      );
    stopOnSignal(log, drained, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function closeStarted(starting: Promise<Classifier>): Promise<void> {
  return starting.then(
    (classifier) => classifier.close(),
    () => {},
  );
}

/** Settings as they are logged: without the passwords of the servers. */
function shown(settings: Settings): Settings {
  const { store, queue, tracesUrl } = settings;
  const shownTraces = tracesUrl && new URL(tracesUrl).origin;
  return {
    ...settings,
    store: withoutPassword(store),
    queue: withoutPassword(queue),
    tracesUrl: shownTraces,
  };
}

/** False where it takes longer. */
function inTime(work: Promise<void> | undefined, ms: number): Promise<boolean> {
  const late = pause(ms, false, { ref: false });
  return Promise.race([Promise.resolve(work).then(() => true), late]);
}

/** What was not ended in time is left to the next start. A second signal ends the process at once. */
function stopOnSignal(log: Logger, drained: () => Promise<boolean>, close: () => Promise<void>): void {
  const signals = ["SIGTERM", "SIGINT"] as const;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    for (const one of signals) process.off(one, stop);
    log.info({ signal }, "stopping: accepted requests are answered first");
    const complete = await drained();
    if (complete) await close();
    log.info({ complete }, "stopped");
    process.exit(complete ? 0 : 1);
  };
  for (const signal of signals) process.on(signal, stop);
}
