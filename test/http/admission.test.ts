import { describe, expect, test } from "@jest/globals";
import { createAdmission } from "../../dist/http/admission.js";
import { createBrake } from "../../dist/http/brake.js";

const idle = () => ({ workers: 2, tokensPerSecond: undefined });
const slow = () => ({ workers: 2, tokensPerSecond: 1000 });
/** About so many word pieces. */
const text = (pieces: number) => "a".repeat(Math.ceil(pieces / 0.3));

describe("room for accepted work", () => {
  test("is what the settings say", () => {
    const admission = createAdmission({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = Array.from({ length: 10 }, () => admission.enter([text(100)]));
    expect(() => admission.enter([text(1)])).toThrow("about 1002 word pieces are in work already");
    leave[0]!();
    expect(() => admission.enter([text(99)])).not.toThrow();
  });

  test("is as likely there for a text of some length as for a short one", () => {
    const admission = createAdmission({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    for (let i = 0; i < 9; i++) admission.enter([text(110)]);
    expect(() => admission.enter([text(120)])).not.toThrow();
    expect(() => admission.enter([text(1)])).toThrow("in work already");
  });

  test("is never more than the machine reads in 40% of the deadline", () => {
    const admission = createAdmission({ maxWaitingTokens: 1_000_000, deadlineMs: 10_000 }, slow);
    for (let i = 0; i < 9; i++) admission.enter([text(490)]);
    expect(() => admission.enter([text(490)])).toThrow("in work already");
    expect(admission.retryAfter()).toBe(5);
  });

  test("is that of one process while none lives: it is being started, and texts can wait for it", () => {
    const none = () => ({ workers: 0, tokensPerSecond: undefined });
    const admission = createAdmission({ maxWaitingTokens: 1_000_000, deadlineMs: 10_000 }, none);
    expect(admission.retryAfter()).toBe(1);
    for (let i = 0; i < 9; i++) admission.enter([text(190)]);
    expect(() => admission.enter([text(190)])).toThrow("in work already");
    expect(admission.retryAfter()).toBe(5);
  });

  test("is left to short texts by long ones, one of which is taken however long it is", () => {
    const admission = createAdmission({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = admission.enter([text(50_000)]);
    expect(() => admission.enter([text(200)])).toThrow("in work already");
    for (let i = 0; i < 5; i++) admission.enter([text(100)]);
    expect(() => admission.enter([text(100)])).toThrow("in work already");
    leave();
    expect(() => admission.enter([text(200)])).not.toThrow();
  });

  test("is not given to a text that could not be read before the deadline, once the machine's speed is known", () => {
    const settings = { maxWaitingTokens: 1000, deadlineMs: 10_000 };
    const admission = createAdmission(settings, slow);
    expect(() => admission.enter([text(16_000)])).toThrow(
      /about 16000 word pieces.*about 10000 within.*as a job/,
    );
    expect(() => admission.enter([text(100), text(14_000)])).not.toThrow();
    expect(() => createAdmission(settings, idle).enter([text(16_000)])).not.toThrow();
  });
});

test("a few refusals are told at once, and many wait the longer the more they are", async () => {
  const brake = createBrake();
  const began = performance.now();
  const waits = await Promise.all(
    Array.from({ length: 60 }, () => brake().then(() => performance.now() - began)),
  );
  expect(waits[0]).toBeLessThan(100);
  expect(waits[59]).toBeGreaterThan(250);
  expect(waits[59]! - waits[30]!).toBeGreaterThan(100);
});
