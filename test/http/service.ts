import { createClassifier } from "../../dist/classifier/index.js";
import { loadSettings, type Settings } from "../../dist/config/index.js";
import { createApp, listen, type ServiceParts } from "../../dist/http/index.js";
import { openArchive } from "../../dist/jobs/index.js";
import { createLogger, createMetrics } from "../../dist/telemetry/index.js";

export const TEXT = "“I back it,” said Hakan Fidan. He condemned the strike.";

/** A report of about so many word pieces, a few statements among them. */
export function report(pieces: number): string {
  const rest =
    "The weather was fine, and the streets of the old town were full of people on their way home. ";
  return `${TEXT} ${rest.repeat(10)}\n`.repeat(Math.ceil(pieces / 215));
}

/** A service on a free port, with the real model; with a real store, where the settings name one. */
export async function startService(
  given: Partial<Settings> = {},
  parts: Pick<ServiceParts, "keys" | "tracer"> = {},
) {
  const settings = loadSettings({}, { port: 0, logLevel: "silent", ...given });
  const classifier = await createClassifier({ workers: 2, maxTextLength: settings.maxTextLength });
  const metrics = createMetrics(classifier.model, () => classifier.stats());
  const { store, uploads, maxUploadBytes } = settings;
  const troubles: unknown[] = [];
  const archive = store
    ? await openArchive({
        store,
        uploads: uploads || undefined,
        maxUploadBytes,
        deadlineMs: settings.deadlineMs,
        classifier,
        onWait: (error) => troubles.push(error),
        onTrouble: (error) => troubles.push(error),
      })
    : undefined;
  const app = createApp({ classifier, settings, log: createLogger("silent"), metrics, archive, ...parts });
  const server = await listen(app, settings);
  const post = (body: string | Uint8Array, type = "application/json", headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/classify`, {
      method: "POST",
      headers: { "content-type": type, ...headers },
      body: body as string,
    });
  const stop = async () => {
    const complete = await server.drain();
    await archive?.close();
    await classifier.close();
    return complete;
  };
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    classifier,
    archive,
    troubles,
    post,
    json: (value: unknown) => post(JSON.stringify(value)),
    drain: () => server.drain(),
    stop,
  };
}
export type Service = Awaited<ReturnType<typeof startService>>;

/** The answer of a client that asks again while the service has no room. */
export async function untilTaken(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await send();
    if (response.status !== 503) return response;
    await response.arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until something holds; it is looked at every few milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come to be within ${ms} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
