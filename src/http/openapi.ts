import { JOB_PATHS } from "./openapi-jobs.js";
import { LABEL_PATHS } from "./openapi-labels.js";
import { getOf, json, namedSchemas, problems, ref } from "./openapi-parts.js";
import { STORE_PATHS } from "./openapi-store.js";

const SAMPLE = "“We welcome the proposal,” Hakan Fidan said. He condemned the strike on Rafah.";

const classify = {
  post: {
    operationId: "classify",
    summary: "Every statement of one text, or of several",
    description:
      "Spans count in the text that was sent, in UTF-16 units unless options.offsetUnit says otherwise. Of a web page the article is read; the answer then holds its text.",
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: { oneOf: [ref("ClassifyOne"), ref("ClassifyMany")] },
          examples: {
            one: { summary: "one text", value: { text: SAMPLE } },
            target: {
              summary: "with a target",
              value: { text: SAMPLE, targets: [{ name: "Israel", aliases: ["Tel Aviv"] }] },
            },
            several: {
              summary: "several",
              value: { documents: [{ id: "a", text: SAMPLE }], options: { offsetUnit: "codepoint" } },
            },
          },
        },
        "text/plain": { schema: { type: "string" }, example: SAMPLE },
        "text/html": { schema: { type: "string" }, example: `<article><p>${SAMPLE}</p></article>` },
      },
    },
    responses: {
      200: {
        description: "The statements; `documents` in their order where several were sent",
        content: json({ oneOf: [ref("DocumentResult"), ref("ClassifyManyResult")] }),
      },
      ...problems(
        "invalid-request",
        "unauthorized",
        "forbidden",
        "rate-limited",
        "invalid-json",
        "invalid-encoding",
        "not-acceptable",
        "request-timeout",
        "text-too-long",
        "body-too-large",
        "unsupported-media-type",
        "empty-text",
        "no-article",
        "headers-too-large",
        "internal",
        "overloaded",
        "deadline-exceeded",
      ),
    },
  },
};

const status = (value: string, others: object = {}) =>
  json({ type: "object", required: ["status"], properties: { status: { const: value }, ...others } });

const PATHS = {
  "/v1/classify": classify,
  ...STORE_PATHS,
  ...JOB_PATHS,
  ...LABEL_PATHS,
  "/health/live": getOf("live", "The process answers", status("live")),
  "/health/ready": getOf(
    "ready",
    "The service takes work",
    status("ready", { model: ref("ModelIdentity") }),
    "shutting-down",
    "overloaded",
  ),
  "/metrics": getOf("metrics", "Metrics for Prometheus", { "text/plain": { schema: { type: "string" } } }),
  "/openapi.json": getOf("openapi", "This document", json({ type: "object" })),
};

/** The OpenAPI 3.1 document of the service. */
export function openApiDocument(version: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "statement-stance",
      version,
      summary: "Who says what of whom, for or against, in news text",
      description:
        "Every answer has a header X-Request-Id: the one that was sent, else a new one. Problems follow RFC 9457 and carry it as `instance`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{}, { bearer: [] }, { apiKey: [] }, { basic: [] }],
    paths: PATHS,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "where the service asks for API keys" },
        apiKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
        basic: { type: "http", scheme: "basic", description: "the API key as password, with any user name" },
      },
    },
  };
}
