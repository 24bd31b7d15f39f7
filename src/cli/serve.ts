import { type Command, Option } from "commander";
import { createClassifier } from "../classifier/index.js";
import { loadSettings, Settings } from "../config/index.js";
import { createApp, listen } from "../http/index.js";
import { createLogger, createMetrics } from "../telemetry/index.js";

const EXAMPLES = `
Examples:
  $ statement-stance serve
  $ PORT=8080 HOST=0.0.0.0 statement-stance serve
  $ curl -s localhost:3000/v1/classify -H 'content-type: application/json' -d '{"text": "“I back it,” said Fidan."}'

Every option is also an environment variable: see docs/configuration.md.`;

/** `statement-stance serve` */
export function registerServe(program: Command): void {
  const command = program.command("serve").description("start the HTTP service");
  for (const [key, schema] of Object.entries(Settings.shape)) {
    const flag = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.addOption(new Option(`--${flag} <value>`, schema.description));
  }
  command.addHelpText("after", EXAMPLES).action(serve);
}

async function serve(flags: Record<string, string>): Promise<void> {
  const settings = loadSettings(process.env, flags as unknown as Partial<Settings>);
  const log = createLogger(settings.logLevel);
  const classifier = await createClassifier(settings);
  const metrics = createMetrics(classifier.model, () => classifier.stats());
  const app = createApp({ classifier, settings, log, metrics });
  const server = await listen(app, settings);
  log.info({ address: server.url, model: classifier.model }, "listening");
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info({ signal }, "stopping: accepted requests are answered first");
      void server.drain().then(async (complete) => {
        await classifier.close();
        log.info({ complete }, "stopped");
        process.exit(complete ? 0 : 1);
      });
    });
  }
}
