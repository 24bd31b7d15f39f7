import { z } from "zod";
import { CATALOGUE } from "../errors/index.js";
import * as schemas from "../schemas/index.js";

/** The shapes that the document names; everything in it is made from them. */
const { ClassifyMany, ClassifyManyResult, ClassifyOne, DocumentResult, Problem } = schemas;
const NAMED = { ClassifyOne, ClassifyMany, DocumentResult, ClassifyManyResult, Problem };

const ref = (name: keyof typeof NAMED) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ "application/json": { schema } });
const text = { schema: { type: "string" } };

function problems(...codes: (keyof typeof CATALOGUE)[]): Record<string, object> {
  const byStatus = groupByStatus(codes);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => CATALOGUE[code].title).join("; "),
        content: { "application/problem+json": { schema: ref("Problem") } },
      },
    ]),
  );
}

function groupByStatus(codes: (keyof typeof CATALOGUE)[]): Map<number, (keyof typeof CATALOGUE)[]> {
  const groups = new Map<number, (keyof typeof CATALOGUE)[]>();
  for (const code of codes)
    groups.set(CATALOGUE[code].status, [...(groups.get(CATALOGUE[code].status) ?? []), code]);
  return groups;
}

const classify = {
  post: {
    operationId: "classify",
    summary: "Every statement of one text, or of several",
    requestBody: {
      required: true,
      content: {
        ...json({ oneOf: [ref("ClassifyOne"), ref("ClassifyMany")] }),
        "text/plain": text,
        "text/html": text,
      },
    },
    responses: {
      200: {
        description: "The statements",
        content: json({ oneOf: [ref("DocumentResult"), ref("ClassifyManyResult")] }),
      },
      ...problems(
        "invalid-request",
        "invalid-json",
        "invalid-encoding",
        "empty-text",
        "no-article",
        "text-too-long",
        "body-too-large",
        "unsupported-media-type",
        "method-not-allowed",
        "overloaded",
        "deadline-exceeded",
      ),
    },
  },
};

const simple = (summary: string, type = "application/json") => ({
  get: {
    summary,
    responses: { 200: { description: summary, content: { [type]: {} } }, ...problems("method-not-allowed") },
  },
});

/** The OpenAPI 3.1 document of the service. */
export function openApiDocument(version: string): object {
  const components = Object.fromEntries(
    Object.entries(NAMED).map(([name, schema]) => {
      const { $schema: _dialect, ...shape } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
      return [name, shape];
    }),
  );
  return {
    openapi: "3.1.0",
    info: { title: "statement-stance", version, license: { name: "Apache-2.0" } },
    paths: {
      "/v1/classify": classify,
      "/health/live": simple("The process answers"),
      "/health/ready": simple("The service takes work"),
      "/metrics": simple("Metrics for Prometheus", "text/plain"),
    },
    components: { schemas: components },
  };
}
