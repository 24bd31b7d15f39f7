import { describe, expect, test } from "@jest/globals";
import { createFairQueue, type FairQueue } from "../../dist/encoder/fair-queue.js";

const all = (queue: FairQueue<string>) => {
  const order: string[] = [];
  for (let task = queue.shift(); task; task = queue.shift()) order.push(task);
  return order;
};

test("a short text does not wait for a long one", () => {
  const queue = createFairQueue<string>();
  const long = {};
  for (let i = 0; i < 5; i++) queue.push(long, 384, `long${i}`, false);
  expect(queue.shift()).toBe("long0");
  queue.push({}, 50, "short", false);
  expect(all(queue).indexOf("short")).toBeLessThanOrEqual(1);
});

test("a long text does not wait for ever behind short ones that keep coming", () => {
  const queue = createFairQueue<string>();
  const long = {};
  queue.push(long, 384, "long0", false);
  queue.push(long, 384, "long1", false);
  const order: string[] = [];
  for (let i = 0; i < 100; i++) {
    queue.push({}, 384, `short${i}`, false);
    order.push(queue.shift()!);
  }
  expect(order.indexOf("long1")).toBeGreaterThan(0);
  expect(order.indexOf("long1")).toBeLessThan(6);
});

test("two long texts take turns", () => {
  const queue = createFairQueue<string>();
  const [a, b] = [{}, {}];
  for (const [client, name] of [
    [a, "a"],
    [b, "b"],
  ] as const)
    for (let i = 0; i < 3; i++) queue.push(client, 300, `${name}${i}`, false);
  expect(all(queue)).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
});

test("a client with small windows gets as many pieces of text as one with large windows", () => {
  const queue = createFairQueue<string>();
  const [small, large] = [{}, {}];
  for (let i = 0; i < 40; i++) queue.push(small, 100, "small", false);
  for (let i = 0; i < 10; i++) queue.push(large, 400, "large", false);
  const half = Array.from({ length: 25 }, () => queue.shift());
  const pieces = (name: string, cost: number) => half.filter((task) => task === name).length * cost;
  expect(Math.abs(pieces("small", 100) - pieces("large", 400))).toBeLessThanOrEqual(400);
});

describe("work that is due", () => {
  /** A machine of one piece a millisecond. */
  const machine = () => {
    let now = 0;
    const queue = createFairQueue<string>({ now: () => now, pace: () => 1 });
    const ended = new Map<string, number>();
    const step = (cost: number) => {
      const name = queue.shift();
      now += cost;
      if (name) ended.set(name, now);
    };
    return { queue, ended, step, now: () => now };
  };

  test("is done in time, though short texts keep coming; they do not wait for it while there is time", () => {
    const { queue, ended, step, now } = machine();
    const long = {};
    for (let i = 0; i < 10; i++) queue.push(long, 100, "long", false, 5000);
    for (let i = 0; now() < 6000; i++) {
      for (const half of [0, 1]) queue.push({}, 100, `short ${i}.${half}`, false, now() + 5000);
      step(100);
    }
    // There is a third of the time to spare, if the machine becomes slower.
    expect(ended.get("long")).toBeLessThanOrEqual(3300);
    expect(ended.get("long")).toBeGreaterThan(2000);
    expect(ended.get("short 5.0")).toBeLessThan(2000);
  });

  test("leaves half of all to others while it is pressed, however long it is", () => {
    const { queue, ended, step, now } = machine();
    const megabyte = {};
    for (let i = 0; i < 460; i++) queue.push(megabyte, 100, "megabyte", false, 120_000);
    const came: number[] = [];
    while (now() < 120_000) {
      // Half of what the machine can do.
      queue.push({}, 100, `short ${came.length}`, false, now() + 120_000);
      came.push(now());
      for (const _half of [0, 1]) step(100);
    }
    expect(ended.get("megabyte")).toBeLessThan(120_000);
    const waits = came.slice(0, -2).map((from, i) => ended.get(`short ${i}`)! - from);
    expect(Math.max(...waits)).toBeLessThanOrEqual(400);
  });

  test("holds up nobody where it cannot be done in time any more", () => {
    const { queue, ended, step } = machine();
    const late = {};
    for (let i = 0; i < 20; i++) queue.push(late, 100, "late", false, 500);
    for (let i = 0; i < 3; i++) queue.push({}, 100, `short ${i}`, false, 600);
    for (let i = 0; i < 5; i++) step(100);
    for (let i = 0; i < 3; i++) expect(ended.get(`short ${i}`)).toBeLessThanOrEqual(600);
  });
});

test("background work waits until there is nothing else", () => {
  const queue = createFairQueue<string>();
  queue.push({}, 10, "job", true);
  queue.push({}, 900, "person", false);
  expect(all(queue)).toEqual(["person", "job"]);
});

test("background work is left where it is not wanted", () => {
  const queue = createFairQueue<string>();
  queue.push({}, 10, "job", true);
  expect(queue.shift(false)).toBeUndefined();
  expect([queue.size, queue.cost]).toEqual([1, 10]);
  expect(queue.shift()).toBe("job");
});

test("what a client gave up is not done, and costs nothing more", () => {
  const queue = createFairQueue<string>();
  const client = {};
  for (const task of ["gone1", "stays1", "gone2"]) queue.push(client, 10, task, false);
  queue.push({}, 7, "stays2", false);
  queue.drop(client, (task) => task.startsWith("gone"));
  expect([queue.size, queue.cost]).toEqual([2, 17]);
  expect(all(queue).sort()).toEqual(["stays1", "stays2"]);
  expect([queue.size, queue.cost]).toEqual([0, 0]);
});
