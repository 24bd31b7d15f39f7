import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { Settings } from "../../dist/config/index.js";
import { processesThatFit } from "../../dist/encoder/room.js";
import { createMetrics } from "../../dist/telemetry/index.js";

const text = (path: string) => readFileSync(path, "utf8");
/** Those of the commands that work on archives. */
const ARCHIVES = ["STORE", "QUEUE"];
/** "1536Mi" and "1536m" in bytes. */
const bytesOf = (memory: string) => Number.parseInt(memory, 10) * 1024 ** 2;
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
    expect(Number.parseInt(services.service.stop_grace_period, 10) * 1000).toBeGreaterThan(
      Settings.parse({}).drainMs,
    );
    expect(processesThatFit(64, bytesOf(services.service.mem_limit))).toBeGreaterThan(1);
    expect(services.redis.command.join(" ")).toMatch(/--appendonly yes --maxmemory-policy noeviction/);
    for (const server of [services.redis, services.postgres]) expect(server.healthcheck.test).toBeDefined();
  });

  test("the Kubernetes manifest probes addresses that there are, and sets settings that there are", () => {
    const [deployment, service] = parseAllDocuments(text("deploy/kubernetes/statement-stance.yaml")).map(
      (one) => one.toJS(),
    );
    const [container] = deployment.spec.template.spec.containers;
    for (const { name } of container.env) expect(variables).toContain(name);
    expect(container.readinessProbe.httpGet.path).toBe("/health/ready");
    expect(container.livenessProbe.httpGet.path).toBe("/health/live");
    expect(container.startupProbe.httpGet.path).toBe("/health/ready");
    expect(deployment.spec.template.spec.securityContext.runAsNonRoot).toBe(true);
    const pause = Number(container.lifecycle.preStop.exec.command[1]);
    const { drainMs } = Settings.parse({});
    expect(pause).toBeGreaterThanOrEqual(3);
    expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(
      pause + drainMs / 1000,
    );
    const workers = Number(container.env.find(({ name }: { name: string }) => name === "WORKERS").value);
    expect(workers).toBeLessThanOrEqual(processesThatFit(64, bytesOf(container.resources.limits.memory)));
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
    expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name);
  });
});
