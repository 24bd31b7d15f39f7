import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { postHead, rawConnection } from "./raw.ts";
import { report, type Service, startService, TEXT, until, untilTaken } from "./service.ts";

const plain = (service: Service, text: string) => service.post(text, "text/plain");

describe("a service with more work than it has room for", () => {
  test("says so at once, with Retry-After, and answers what it accepted", async () => {
    const service = await startService({ maxWaitingTokens: 10_000, deadlineMs: 300_000 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => plain(service, report(900))));
    const refused = answers.filter(({ status }) => status === 503);
    const accepted = answers.filter(({ status }) => status === 200);
    expect(refused.length).toBeGreaterThan(5);
    expect(accepted.length).toBeGreaterThan(2);
    expect(refused.length + accepted.length).toBe(30);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await refused[0]?.json()).toMatchObject({ status: 503, code: "overloaded" });
    expect((await plain(service, TEXT)).status).toBe(200);
    await service.stop();
  });

  test("takes a text larger than all its room, and short ones beside it, but no second large one", async () => {
    const service = await startService({ maxWaitingTokens: 4_000, deadlineMs: 300_000 });
    const large = plain(service, report(6000));
    await until(() => service.classifier.stats().waitingWindows > 10);
    expect((await plain(service, TEXT)).status).toBe(200);
    expect((await plain(service, report(6000))).status).toBe(503);
    expect(service.classifier.stats().waitingWindows).toBeGreaterThan(0);
    expect((await large).status).toBe(200);
    await service.stop();
  });

  test("gives room back when a client leaves", async () => {
    const service = await startService({ maxWaitingTokens: 4_000, deadlineMs: 300_000 });
    const controller = new AbortController();
    const gone = fetch(`${service.url}/v1/classify`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: report(50_000),
      signal: controller.signal,
    });
    await until(() => service.classifier.stats().waitingWindows > 10);
    controller.abort();
    await expect(gone).rejects.toThrow();
    await until(async () => (await plain(service, report(1000))).status === 200);
    await service.stop();
  });

  test("reads no more large bodies at once than it has memory for", async () => {
    const service = await startService({ maxBodyBytes: 200_000 });
    const large = "a".repeat(190_000);
    const paths = ["/v1/classify", "/v1/evaluate", "/predict", "/setup"];
    const slow = paths.map((path) => ({ path, ...rawConnection(service.port) }));
    for (const { path, socket } of slow) socket.write(`${postHead(199_000, path)}${large}`);
    await until(async () => (await plain(service, large)).status === 503);
    expect((await plain(service, TEXT)).status).toBe(200);
    for (const { socket } of slow) socket.destroy();
    await until(async () => (await plain(service, large)).status === 200);
    await service.stop();
  });
});

test("twice what it can bear: what is accepted is answered in time, long or short, and nothing else than refused", async () => {
  const deadlineMs = 12_000;
  const service = await startService({ deadlineMs });
  // Its pace, measured as it would be by any client that waits for its answers.
  const warmUp = performance.now();
  await Promise.all(Array.from({ length: 16 }, () => plain(service, report(600))));
  const { doneTokens } = service.classifier.stats();
  const tokensPerMs = doneTokens / (performance.now() - warmUp);
  const sizes = [215, 215, 215, 1500];
  const bodies = sizes.map(report);
  const pieces = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const everyMs = pieces / (2 * tokensPerMs);

  const began = performance.now();
  const sent: Promise<{ status: number; ms: number; long: boolean; retryAfter: number }>[] = [];
  for (let i = 0; performance.now() - began < deadlineMs; i++) {
    await pause(Math.max(0, began + i * everyMs - performance.now()));
    const [from, size] = [performance.now(), i % sizes.length];
    const answered = plain(service, bodies[size]!).then(async (response) => {
      await response.arrayBuffer();
      const retryAfter = Number(response.headers.get("retry-after"));
      return { status: response.status, ms: performance.now() - from, long: size === 3, retryAfter };
    });
    sent.push(answered);
  }
  const answers = await Promise.all(sent);
  const accepted = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(Math.max(...accepted.map(({ ms }) => ms))).toBeLessThan(deadlineMs);
  expect(refused.every(({ retryAfter }) => retryAfter >= 1)).toBe(true);
  expect(accepted.length).toBeGreaterThan(answers.length / 4);
  expect(accepted.filter(({ long }) => long).length).toBeGreaterThan(accepted.length / 20);
  await service.stop();
});

test("an answer that is late is a problem, and its work is given up", async () => {
  const service = await startService({ deadlineMs: 50 });
  const response = await plain(service, report(20_000));
  expect(await response.json()).toMatchObject({ status: 504, code: "deadline-exceeded" });
  expect(service.classifier.stats().waitingWindows).toBe(0);
  await service.stop();
});

test("the event loop stays free while the model works on large texts and many requests", async () => {
  const service = await startService({ deadlineMs: 300_000 });
  await plain(service, TEXT);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = service.classifier.stats().inferenceMs;
  const texts = [report(6000), ...Array.from({ length: 32 }, () => report(300))];
  const [large, ...small] = await Promise.all(texts.map((text) => untilTaken(() => plain(service, text))));
  delay.disable();
  expect([large!.status, ...new Set(small.map(({ status }) => status))]).toEqual([200, 200]);
  const worked = service.classifier.stats().inferenceMs - before;
  const [p50, p99] = [50, 99].map((share) => delay.percentile(share) / 1e6);
  // Seconds of inference went by, and no wait came near them; one window alone takes 20 to 60 ms.
  expect(worked).toBeGreaterThan(1000);
  expect({ p50, p99, free: p50! < 20 && p99! < 200 }).toMatchObject({ free: true });
  await service.stop();
});

describe("a service that is told to stop", () => {
  test("answers what it accepted, then takes no more", async () => {
    const service = await startService();
    const accepted = plain(service, report(5000));
    await until(() => service.classifier.stats().waitingWindows > 5);
    const stopped = service.drain();
    await until(async () =>
      plain(service, TEXT).then(
        () => false,
        () => true,
      ),
    );
    expect((await accepted).status).toBe(200);
    expect(await stopped).toBe(true);
    await service.classifier.close();
  });

  test("lets clients go that would ask again and again on their connections", async () => {
    const service = await startService();
    const answered: number[] = [];
    const client = async () => {
      // Until the service takes no more.
      for (;;) answered.push((await plain(service, TEXT)).status);
    };
    const clients = Promise.allSettled([client(), client(), client(), client()]);
    await until(() => answered.length > 8);
    expect(await service.drain()).toBe(true);
    await clients;
    expect(new Set(answered)).toEqual(new Set([200]));
    await service.classifier.close();
  });

  test("does not wait for connections on which no request came", async () => {
    const service = await startService({ drainMs: 20_000, headersTimeoutMs: 300 });
    const [unused, begun] = [rawConnection(service.port), rawConnection(service.port)];
    begun.socket.write("POST /v1/classify HTTP/1.1\r\nhost: a\r\n");
    expect((await plain(service, TEXT)).status).toBe(200);
    const began = performance.now();
    expect(await service.drain()).toBe(true);
    expect(performance.now() - began).toBeLessThan(5000);
    await Promise.all([unused.answer, begun.answer]);
    await service.classifier.close();
  });

  test("gives up after its time, and says that it did", async () => {
    const service = await startService({ drainMs: 50 });
    const accepted = plain(service, report(30_000)).catch((error: Error) => error);
    await until(() => service.classifier.stats().waitingWindows > 5);
    expect(await service.stop()).toBe(false);
    expect(await accepted).toMatchObject({ message: "fetch failed" });
  });
});
