import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { postHead, rawConnection } from "./raw.ts";
import { report, type Service, startService, TEXT, until } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ headersTimeoutMs: 300, requestTimeoutMs: 600 });
});
afterAll(() => service.stop());

const statusCounts = async (status: number) => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const line = new RegExp(`requests_total\\{route="/v1/classify",method="POST",status="${status}"} (\\d+)`);
  return Number(line.exec(text)?.[1] ?? 0);
};
const stillAnswers = async () => expect((await service.json({ text: TEXT })).status).toBe(200);

describe("a client that", () => {
  test("sends no HTTP at all is told so", async () => {
    const { socket, answer } = rawConnection(service.port);
    socket.write("hello\r\n\r\n");
    expect(await answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n.*"code":"invalid-request"/s);
    await stillAnswers();
  });

  test("sends endless headers is told so", async () => {
    const { socket, answer } = rawConnection(service.port);
    socket.write(`GET / HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(await answer).toMatch(/^HTTP\/1.1 431 .*"code":"headers-too-large"/s);
    await stillAnswers();
  });

  test("sends its headers drop by drop is cut off", async () => {
    const { socket, answer } = rawConnection(service.port);
    socket.write("POST /v1/classify HTTP/1.1\r\nhost: a\r\n");
    const drops = setInterval(() => socket.write("x: 1\r\n"), 50);
    expect(await answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n.*"code":"request-timeout"/s);
    clearInterval(drops);
    await stillAnswers();
  });

  test("sends its body drop by drop is cut off", async () => {
    const { socket, answer } = rawConnection(service.port);
    socket.write(postHead(100_000));
    const drops = setInterval(() => socket.write(" "), 50);
    expect(await answer).toMatch(/^HTTP\/1.1 408 /);
    clearInterval(drops);
    await stillAnswers();
  });

  test("announces a large body and does not send it keeps nobody out", async () => {
    const ended = async () => (await statusCounts(408)) + (await statusCounts(499));
    const before = await ended();
    const slow = Array.from({ length: 8 }, () => rawConnection(service.port));
    for (const { socket } of slow) socket.write(postHead(16 * 1024 * 1024));
    const chunks = new ReadableStream({
      start(stream) {
        stream.enqueue(Buffer.from(JSON.stringify({ text: TEXT })));
        stream.close();
      },
    });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: chunks, duplex: "half" } as RequestInit;
    expect((await fetch(`${service.url}/v1/classify`, init)).status).toBe(200);
    await stillAnswers();
    for (const { socket } of slow) socket.destroy();
    await until(async () => (await ended()) === before + slow.length);
  });

  test("hangs up in the middle of its request does no harm", async () => {
    const before = await statusCounts(499);
    const { socket } = rawConnection(service.port);
    socket.write(`${postHead(1000)}{"text": "`);
    setTimeout(() => socket.destroy(), 50);
    await until(async () => (await statusCounts(499)) === before + 1);
    await stillAnswers();
  });

  test("hangs up before its answer ends the work on it", async () => {
    const before = await statusCounts(499);
    const body = JSON.stringify({ text: report(60_000) });
    const { socket } = rawConnection(service.port);
    socket.write(postHead(Buffer.byteLength(body)) + body);
    await until(() => service.classifier.stats().waitingWindows > 100);
    const { doneWindows } = service.classifier.stats();
    socket.destroy();
    await until(() => service.classifier.stats().waitingWindows === 0);
    // A few were being read when it left; all the others were dropped.
    expect(service.classifier.stats().doneWindows - doneWindows).toBeLessThan(50);
    expect(await statusCounts(499)).toBe(before + 1);
    await stillAnswers();
  });
});
