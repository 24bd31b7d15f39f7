import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { newJob, scoreAll } from "../store/archive.ts";
import { type PageService, startPageService } from "../web/page-service.ts";
import { type RawConnection, rawConnection } from "./raw.ts";
import { until } from "./service.ts";

const ANSWER_MS = 3000;
/** More than the buffers of both sides' systems hold. */
const LARGE = 10_000_000;
const LONG = 50_000;
const folder = mkdtempSync(join(tmpdir(), "slow-readers-"));
let service: PageService;
/** Jobs that run: one whose name alone is too large to be sent at once, one with large results, and a small one. */
let [large, scored, small] = [0, 0, 0];
beforeAll(async () => {
  service = await startPageService({
    store: join(folder, "archive.sqlite"),
    settings: { answerTimeoutMs: ANSWER_MS, maxEventStreams: 2 },
  });
  const { store } = service.archive!;
  large = await newJob(store, "x".repeat(LARGE));
  scored = await scoreAll(
    store,
    Array.from({ length: 60 }, (_, id) => ({ id: String(id), said: [{ says: "x".repeat(LARGE / 60) }] })),
  );
  small = await newJob(store);
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const opened: RawConnection[] = [];
afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.destroy();
});
/** Sends a request, and reads no more of its answer than its beginning. */
const askSilently = async (path: string): Promise<RawConnection & { beginning: string }> => {
  const connection = rawConnection(Number(new URL(service.url).port));
  opened.push(connection);
  connection.socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
  const [beginning] = await once(connection.socket, "data");
  connection.socket.pause();
  return { ...connection, beginning };
};
/** Answers of this route that were not sent to their end. */
const cutOff = async (route: string) => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(
    text.split(`requests_total{route="${route}",method="GET",status="499"} `)[1]?.split("\n")[0] ?? 0,
  );
};
const follow = (job: number, signal?: AbortSignal) =>
  fetch(`${service.url}/v1/jobs/${job}/events`, signal ? { signal } : {});
/** Whether one more client could follow a job at this moment. */
const isRoom = async () => {
  const leaving = new AbortController();
  const { status } = await follow(small, leaving.signal);
  leaving.abort();
  return status === 200;
};

describe("a client that takes no answer", () => {
  test.each([
    ["/v1/jobs/:id", () => large],
    ["/v1/jobs/:id/events", () => large],
    ["/v1/jobs/:id/results", () => scored],
  ])("is cut off: %s", async (route, job) => {
    const before = await cutOff(route);
    await askSilently(route.replace(":id", String(job())));
    await until(async () => (await cutOff(route)) === before + 1, LONG);
  });

  test("gives the place of its stream back", async () => {
    // On a machine that is busy, the first may be cut off before the last has come.
    await until(async () => {
      const asked = await Promise.all([1, 2, 3].map(() => askSilently(`/v1/jobs/${large}/events`)));
      return asked.some(({ beginning }) => beginning.startsWith("HTTP/1.1 503"));
    }, LONG);
    await until(isRoom, LONG);
  });

  test("drop by drop is cut off too, and one that takes it gets all of it", async () => {
    const before = await cutOff("/v1/jobs/:id");
    const { socket, answer } = await askSilently(`/v1/jobs/${large}`);
    const drops = setInterval(() => socket.read(1000), 50);
    await until(async () => (await cutOff("/v1/jobs/:id")) === before + 1, LONG);
    clearInterval(drops);
    socket.resume();
    expect((await answer).length).toBeLessThan(LARGE);
    const whole = await fetch(`${service.url}/v1/jobs/${large}`);
    expect((await whole.json()).name).toHaveLength(LARGE);
  });
});

test("clients that follow jobs are refused past the limit, until one leaves", async () => {
  const clients = [new AbortController(), new AbortController()];
  await until(async () => (await follow(small, clients[0]!.signal)).status === 200);
  await until(async () => (await follow(small, clients[1]!.signal)).status === 200);
  const refused = await follow(small);
  expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(await refused.json()).toMatchObject({
    status: 503,
    code: "overloaded",
    detail: "2 clients follow jobs already, the limit",
  });
  const path = `${service.url}/v1/jobs/${small}`;
  expect((await fetch(`${path}/events`, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(path)).status).toBe(200);
  clients[0]!.abort();
  await until(isRoom);
  clients[1]!.abort();
});
