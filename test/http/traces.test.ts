import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { startTracing } from "../../dist/telemetry/index.js";
import { startService, TEXT } from "./service.ts";

test("a request's span goes to the collector as a child of the caller's, without its text", async () => {
  const sent: string[] = [];
  const collector = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    sent.push(body);
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0);
  const { port } = collector.address() as AddressInfo;
  const tracing = await startTracing(`http://127.0.0.1:${port}/v1/traces`, "1.2.3");
  const service = await startService({}, { tracer: tracing.tracer });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const response = await service.post(TEXT, "text/plain", {
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
  });
  expect(response.status).toBe(200);
  await service.stop();
  await tracing.close();
  collector.close();
  const spans = sent.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap((one: any) => one.scopeSpans.flatMap(({ spans }: any) => spans)),
  );
  const [span] = spans;
  expect(span).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331", name: "POST /v1/classify" });
  const keys = span.attributes.map(({ key }: { key: string }) => key);
  expect(keys).toEqual(
    expect.arrayContaining(["http.response.status_code", "statement_stance.inference_ms"]),
  );
  expect(sent.join()).not.toContain("Fidan");
});
