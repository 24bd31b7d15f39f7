import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { Settings } from "../../dist/config/index.js";
import { createMetrics } from "../../dist/telemetry/index.js";

const text = (path: string) => readFileSync(path, "utf8");
/** Those of the commands that work on archives. */
const ARCHIVES = ["STORE", "QUEUE"];
const variables = Object.keys(Settings.shape).map((key) => key.replace(/[A-Z]/g, "_$&").toUpperCase());

describe("deployment", () => {
  test("every metric of the Grafana dashboard is one that the service gives", async () => {
    const stats = {
      workers: 1,
      waitingWindows: 0,
      waitingTokens: 0,
      doneWindows: 0,
      doneTokens: 0,
      inferenceMs: 0,
    };
    const { registry, duration, requests, refused } = createMetrics(
      { name: "a", version: "1", languages: [] },
      () => stats,
    );
    duration.observe({ route: "/" }, 1);
    requests.inc({ route: "/", method: "GET", status: "200" });
    refused.inc({ reason: "overloaded" });
    const given = await registry.metrics();
    const { panels } = JSON.parse(text("deploy/grafana/statement-stance.json"));
    const asked = panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
      targets.flatMap(({ expr }) => expr.match(/(statement_stance|nodejs|process)_\w+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(10);
    for (const name of asked) expect(given).toMatch(new RegExp(`^${name}[{ ]`, "m"));
  });

  test("the compose file sets only settings that there are", () => {
    const { services } = parse(text("deploy/compose.yaml"), { merge: true });
    for (const name of Object.keys(services.service.environment))
      expect([...variables, ...ARCHIVES]).toContain(name);
    expect(services.service.read_only).toBe(true);
    expect(services.worker.command).toContain("worker");
    // Both mean the same store and queue, and uploads can be written although the rest cannot.
    expect(services.worker.environment).toEqual(services.service.environment);
    expect(services.service.volumes).toEqual(["uploads:/app/uploads"]);
  });

  test("the Kubernetes manifest probes addresses that there are, and sets settings that there are", () => {
    const [deployment, service] = parseAllDocuments(text("deploy/kubernetes/statement-stance.yaml")).map(
      (one) => one.toJS(),
    );
    const [container] = deployment.spec.template.spec.containers;
    for (const { name } of container.env) expect(variables).toContain(name);
    expect(container.readinessProbe.httpGet.path).toBe("/health/ready");
    expect(container.livenessProbe.httpGet.path).toBe("/health/live");
    expect(container.resources.limits.memory).toBeDefined();
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
    expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name);
  });
});
