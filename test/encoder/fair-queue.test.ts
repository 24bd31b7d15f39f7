import { expect, test } from "@jest/globals";
import { createFairQueue } from "../../dist/encoder/fair-queue.js";

const all = (queue: { shift(): string | undefined }) => {
  const order: string[] = [];
  for (let task = queue.shift(); task; task = queue.shift()) order.push(task);
  return order;
};

test("a short text does not wait for a long one", () => {
  const queue = createFairQueue<string>();
  const [long, short] = [{}, {}];
  for (let i = 0; i < 5; i++) queue.push(long, 384, `long${i}`, false);
  expect(queue.shift()).toBe("long0");
  queue.push(short, 50, "short", false);
  expect(all(queue).indexOf("short")).toBeLessThanOrEqual(1);
});

test("background work waits until there is nothing else", () => {
  const queue = createFairQueue<string>();
  queue.push({}, 10, "job", true);
  queue.push({}, 900, "person", false);
  expect(all(queue)).toEqual(["person", "job"]);
});

test("what a client gave up is not done, and costs nothing more", () => {
  const queue = createFairQueue<string>();
  const gone = {};
  queue.push(gone, 10, "gone1", false);
  queue.push(gone, 10, "gone2", false);
  queue.push({}, 7, "stays", false);
  expect(queue.drop(gone)).toEqual(["gone1", "gone2"]);
  expect([queue.size, queue.cost]).toEqual([1, 7]);
  expect(all(queue)).toEqual(["stays"]);
});
