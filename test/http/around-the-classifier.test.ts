import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { StatementStanceError } from "../../dist/errors/index.js";
import { type Service, startService, TEXT } from "./service.ts";

const { pages } = await import(resolve("docs/build.mjs"));

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe("the service", () => {
  test("tells that it lives and is ready, and with which model", async () => {
    expect(await (await fetch(`${service.url}/health/live`)).json()).toEqual({ status: "live" });
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toEqual({
      status: "ready",
      model: service.classifier.model,
    });
  });

  test("is not ready while no process of the model lives, and is again when one does", async () => {
    const stats = jest.spyOn(service.classifier, "stats");
    stats.mockReturnValue({ ...service.classifier.stats(), workers: 0 });
    const answer = await fetch(`${service.url}/health/ready`);
    stats.mockRestore();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await answer.json()).toMatchObject({ code: "overloaded" });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });

  test("describes itself in valid OpenAPI, made from the schemas", async () => {
    const document = await (await fetch(`${service.url}/openapi.json`)).json();
    expect(await new Validator().validate(document)).toEqual({ valid: true });
    const { DocumentResult, ClassifyOne } = document.components.schemas;
    expect(DocumentResult.properties.statements.items).toEqual({ $ref: "#/components/schemas/Statement" });
    expect(ClassifyOne.required).toEqual(["text"]);
  });

  test.each([
    ["/", "range", "bytes=99999999-", 200],
    ["/", "if-match", '"x"', 400],
    ["/page/style.css", "range", "bytes=99999999-", 200],
    ["/docs/swagger-ui.css", "if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT", 400],
  ])("has no trouble with headers about parts and versions: %s %s", async (path, header, value, status) => {
    const response = await fetch(service.url + path, { headers: { [header]: value } });
    expect(response.status).toBe(status);
    await response.arrayBuffer();
  });

  test("keeps to itself where its files and servers are", async () => {
    const { classify } = service.classifier;
    const place = { file: "/app/models/small" };
    const broken = new StatementStanceError("model-corrupt", "/app/models/small cannot be loaded", place);
    service.classifier.classify = () => Promise.reject(broken);
    const answer = await (await service.post(TEXT, "text/plain")).json();
    service.classifier.classify = classify;
    expect(answer).toMatchObject({ status: 500, code: "model-corrupt", detail: answer.title });
    expect(JSON.stringify(answer)).not.toContain("/app");
  });

  test("has a reference to read in a browser, all of whose parts come from here", async () => {
    const page = await (await fetch(`${service.url}/docs`)).text();
    const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(parts).toEqual(["/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"]);
    const got = await Promise.all(parts.map((path) => fetch(service.url + path)));
    expect(got.map(({ status, headers }) => [status, headers.get("content-type")])).toEqual([
      [200, "text/css; charset=utf-8"],
      [200, "text/javascript; charset=utf-8"],
      [200, "text/javascript; charset=utf-8"],
    ]);
    const [styles, bundle, start] = await Promise.all(got.map((response) => response.text()));
    expect(styles).toContain(".swagger-ui");
    expect(bundle).toContain("SwaggerUIBundle");
    expect((await fetch(service.url + /url: "([^"]+)"/.exec(start!)![1]!)).status).toBe(200);
  });

  test("has every path that the description names", async () => {
    const { paths } = await (await fetch(`${service.url}/openapi.json`)).json();
    for (const path of Object.keys(paths)) {
      const method = Object.keys(paths[path])[0]!.toUpperCase();
      expect([path, (await fetch(service.url + path, { method })).status]).not.toEqual([path, 404]);
    }
  });

  test("describes for every operation that may need a key what comes without, with a lesser or a busy one", async () => {
    const { paths } = await (await fetch(`${service.url}/openapi.json`)).json();
    const asking = Object.keys(paths).filter((path) => /^\/(v1\/|predict|setup)/.test(path));
    expect(asking.length).toBeGreaterThan(10);
    for (const path of asking)
      for (const [method, { responses }] of Object.entries<{ responses: object }>(paths[path]))
        expect([path, method, ...Object.keys(responses)]).toEqual(
          expect.arrayContaining(["401", "403", "429"]),
        );
  });

  test("counts its work for Prometheus", async () => {
    await service.post(TEXT, "text/plain");
    await service.post("", "application/json");
    const text = await (await fetch(`${service.url}/metrics`)).text();
    for (const line of [
      /^# TYPE statement_stance_tokens_total counter$/m,
      /^statement_stance_tokens_total [1-9]/m,
      /^statement_stance_requests_total\{route="\/v1\/classify",method="POST",status="200"} 1$/m,
      /^statement_stance_requests_total\{route="\/v1\/classify",method="POST",status="400"} [1-9]/m,
      /^statement_stance_request_seconds_bucket\{le="30",route="\/v1\/classify"} [2-9]/m,
      /^statement_stance_statements_total 2$/m,
      /^statement_stance_document_tokens_count 1$/m,
      /^statement_stance_queue_seconds_count 1$/m,
      /^statement_stance_queue_tokens 0$/m,
      /^statement_stance_model_info\{name="small",version=".+"} 1$/m,
      /^nodejs_eventloop_lag_p99_seconds /m,
    ])
      expect(text).toMatch(line);
  });
});

test("documents are counted whichever address they came to", async () => {
  const read = async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(/^statement_stance_document_tokens_count (\d+)$/m.exec(text)![1]);
  };
  const before = await read();
  const post = (path: string, body: unknown) =>
    fetch(service.url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await post("/predict", { tasks: [{ data: { text: TEXT } }] })).status).toBe(200);
  expect((await post("/v1/evaluate", { gold: [{ id: "a", text: TEXT, statements: [] }] })).status).toBe(200);
  expect(await read()).toBe(before + 2);
});

test.each(Object.entries<string>(pages()))("docs/%s is as fresh as the code", (name, content) => {
  expect(readFileSync(`docs/${name}`, "utf8")).toBe(content);
});
