import type { Tracer } from "@opentelemetry/api";

/** Traces of the service, sent to a collector. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Starts to send traces to a collector (OTLP over HTTP). W3C trace context of callers is taken up. OpenTelemetry is
 * loaded only here, so that a service without traces pays nothing for it.
 * @param url such as http://localhost:4318/v1/traces
 */
export async function startTracing(url: string, version: string): Promise<Tracing> {
  const [{ trace }, { NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace-node"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
  const provider = new NodeTracerProvider({
    resource: resources.resourceFromAttributes({
      "service.name": "statement-stance",
      "service.version": version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  return { tracer: trace.getTracer("statement-stance", version), close: () => provider.shutdown() };
}
