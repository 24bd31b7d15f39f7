import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { DEFAULT_TIMEOUT_MS } from "../../dist/client/calls.js";
import { ServiceProblem, StatementStance } from "../../dist/client/index.js";
import { loadSettings } from "../../dist/config/index.js";
import { type Service, startService, TEXT } from "../http/service.ts";
import { goldRow } from "../labels/sample.ts";

let service: Service;
let client: StatementStance;
beforeAll(async () => {
  service = await startService();
  client = new StatementStance({ baseUrl: `${service.url}/` });
});
afterAll(() => service.stop());

/** A service that answers with these in turn. */
async function answering(...answers: [status: number, headers?: Record<string, string>, body?: string][]) {
  let asked = 0;
  const server = createServer((_request, response) => {
    const [status, headers, body = "busy"] = answers[Math.min(asked++, answers.length - 1)]!;
    response.writeHead(status, headers).end(status === 200 ? '{"model":{}}' : body);
  }).listen(0);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseUrl, asked: () => asked, close: () => server.close() };
}

describe("the client", () => {
  test("classifies one text and several", async () => {
    const { statements } = await client.classify({ text: TEXT }, { sentences: true });
    expect(statements[0]?.speaker?.name).toBe("Hakan Fidan");
    expect(statements[0]?.sentence).toBeDefined();
    const results = await client.classifyMany([
      { id: "a", text: TEXT },
      { id: "b", text: "Rain." },
    ]);
    expect(results.map(({ document }) => document.id)).toEqual(["a", "b"]);
    expect((await client.ready()).name).toBe("small");
  });

  test("measures labels against gold", async () => {
    const gold = goldRow({ id: "a" });
    const { documents, figures } = await client.evaluate({ gold, predicted: gold });
    expect([documents, figures.find(({ name }) => name === "statement")?.f1.value]).toEqual([1, 100]);
  });

  test("raises the service's problem", async () => {
    const problem = await client.classify({ text: "" }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ServiceProblem);
    expect((problem as ServiceProblem).problem).toMatchObject({ status: 422, code: "empty-text" });
  });

  test("waits as long as a busy service asks, and tries again", async () => {
    const busy = await answering([503, { "retry-after": "1" }], [429], [200]);
    const began = performance.now();
    await new StatementStance({ baseUrl: busy.baseUrl }).ready();
    expect([busy.asked(), performance.now() - began > 1000]).toEqual([3, true]);
    busy.close();
  });

  test("gives up after its retries, with what was answered", async () => {
    const busy = await answering([503]);
    const asking = new StatementStance({ baseUrl: busy.baseUrl, retries: 1 }).ready();
    await expect(asking).rejects.toThrow("no problem of the service: busy");
    expect(busy.asked()).toBe(2);
    busy.close();
  });

  test("asks once only for what the service could not answer within its deadline, and again behind a lost proxy", async () => {
    const late = await answering([504, {}, JSON.stringify({ code: "deadline-exceeded", detail: "late" })]);
    await expect(new StatementStance({ baseUrl: late.baseUrl }).classify({ text: TEXT })).rejects.toThrow(
      "late",
    );
    expect(late.asked()).toBe(1);
    late.close();
    const lost = await answering([504], [200]);
    await new StatementStance({ baseUrl: lost.baseUrl }).ready();
    expect(lost.asked()).toBe(2);
    lost.close();
  });

  test("spends no try before the time that the service asks for, and waits for no hour", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    const busy = await answering([503, { "retry-after": "60" }], [503, { "retry-after": "3600" }]);
    const asking = new StatementStance({ baseUrl: busy.baseUrl, timeoutMs: 10 ** 9 }).ready();
    const refused = expect(asking).rejects.toThrow("busy");
    while (jest.getTimerCount() === 0 || busy.asked() === 0) await turn();
    for (let turns = 0; turns < 50; turns++) await turn();
    await jest.advanceTimersByTimeAsync(59_000);
    for (let turns = 0; turns < 50; turns++) await turn();
    expect(busy.asked()).toBe(1);
    await jest.advanceTimersByTimeAsync(13_000);
    jest.useRealTimers();
    await refused;
    expect(busy.asked()).toBe(2);
    busy.close();
  });

  test("stops when it is told to, in a wait too", async () => {
    const busy = await answering([503, { "retry-after": "20" }]);
    const asking = new StatementStance({ baseUrl: busy.baseUrl }).ready({ signal: AbortSignal.timeout(200) });
    await expect(asking).rejects.toThrow(/timeout/i);
    busy.close();
  });

  test("waits longer than the service takes for the longest text", () => {
    const { deadlineMs } = loadSettings({}, {});
    expect(DEFAULT_TIMEOUT_MS).toBeGreaterThan(deadlineMs);
  });

  test("a service that is not there is an error of fetch", async () => {
    const nobody = new StatementStance({ baseUrl: "http://127.0.0.1:9", retries: 0 });
    await expect(nobody.ready()).rejects.toMatchObject({ name: "TypeError" });
  });

  test("needs no other module", () => {
    for (const name of readdirSync("dist/client").filter((file) => file.endsWith(".js")))
      expect(readFileSync(`dist/client/${name}`, "utf8")).not.toMatch(/from "(?!\.\/)/);
  });
});
