import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { watchKeys } from "../access/index.js";
import { createClassifier } from "../classifier/index.js";
import { flagName, loadSettings, type SettingName, Settings, variableName } from "../config/index.js";
import { createApp, type ListeningServer, listen } from "../http/index.js";
import { createLogger, createMetrics, type Logger, startTracing } from "../telemetry/index.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const LOOPBACK = /^(127\.|localhost$|::1$)/;

const EXAMPLES = `
Examples:
  $ statement-stance serve
  $ statement-stance serve --port 8080 --host 0.0.0.0
  $ PORT=8080 HOST=0.0.0.0 statement-stance serve
  $ curl -s localhost:3000/v1/classify -H 'content-type: application/json' -d '{"text": "“I back it,” said Fidan."}'

Then http://localhost:3000/docs explains the service. Every option is also an environment variable and a key of a
settings file: see docs/configuration.md. SIGTERM and SIGINT end it when accepted requests are answered.`;

/** `statement-stance serve` */
export function registerServe(program: Command): void {
  const command = program.command("serve").description("start the HTTP service");
  for (const [key, { description }] of Object.entries(Settings.shape)) {
    command.addOption(new Option(`${flagName(key)} <value>`, `${description} [${variableName(key)}]`));
  }
  command.addHelpText("after", EXAMPLES).action(serve);
}

async function serve(flags: Partial<Record<SettingName, string>>): Promise<void> {
  const settings = loadSettings(process.env, flags);
  const log = createLogger(settings.logLevel);
  const { model, workers, maxTextLength, keysFile, tracesUrl } = settings;
  const watched = keysFile
    ? watchKeys(keysFile, (err) => log.error({ err }, "the keys are those from before"))
    : undefined;
  const tracing = tracesUrl ? await startTracing(tracesUrl, version) : undefined;
  const classifier = await createClassifier({ model, workers, maxTextLength });
  const metrics = createMetrics(classifier.model, () => classifier.stats());
  try {
    const server = await listen(
      createApp({ classifier, settings, log, metrics, keys: watched?.keys, tracer: tracing?.tracer }),
      settings,
    );
    log.info({ address: server.url, model: classifier.model, settings }, "listening");
    if (!watched && !LOOPBACK.test(settings.host))
      log.warn("the service is open to all who reach it: see `statement-stance keys --help`");
    stopOnSignal(server, log, async () => {
      await classifier.close();
      await tracing?.close();
    });
  } catch (error) {
    await classifier.close();
    await tracing?.close();
    throw error;
  }
}

/** A second signal ends the process at once. */
function stopOnSignal(server: ListeningServer, log: Logger, close: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      log.info({ signal }, "stopping: accepted requests are answered first");
      const complete = await server.drain();
      await close();
      log.info({ complete }, "stopped");
      process.exit(complete ? 0 : 1);
    });
  }
}
