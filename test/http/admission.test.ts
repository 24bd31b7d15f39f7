import { describe, expect, test } from "@jest/globals";
import { loadSettings } from "../../dist/config/index.js";
import { toProblem } from "../../dist/errors/index.js";
import { createAdmission } from "../../dist/http/admission.js";
import { createBrake } from "../../dist/http/brake.js";

const idle = () => ({ workers: 2, tokensPerSecond: undefined });
const slow = () => ({ workers: 2, tokensPerSecond: 1000 });
const fields = { all: "documents", one: (index: number) => `documents[${index}].text` };

/** A room that texts enter as documents of a request. */
function createRoom(...given: Parameters<typeof createAdmission>) {
  const admission = createAdmission(...given);
  return { ...admission, enter: (texts: string[]) => admission.enter(texts, fields) };
}

/** About so many word pieces. */
const text = (pieces: number) => "a".repeat(Math.ceil(pieces / 0.3));

describe("room for accepted work", () => {
  test("is what the settings say", () => {
    const admission = createRoom({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = Array.from({ length: 10 }, () => admission.enter([text(100)]));
    expect(() => admission.enter([text(1)])).toThrow("about 1002 word pieces are in work already");
    leave[0]!();
    expect(() => admission.enter([text(99)])).not.toThrow();
  });

  test("is as likely there for a text of some length as for a short one", () => {
    const admission = createRoom({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    for (let i = 0; i < 9; i++) admission.enter([text(110)]);
    expect(() => admission.enter([text(120)])).not.toThrow();
    expect(() => admission.enter([text(1)])).toThrow("in work already");
  });

  test("is never more than the machine reads in 40% of the deadline", () => {
    const admission = createRoom({ maxWaitingTokens: 1_000_000, deadlineMs: 10_000 }, slow);
    for (let i = 0; i < 9; i++) admission.enter([text(490)]);
    expect(() => admission.enter([text(490)])).toThrow("in work already");
    expect(admission.retryAfter()).toBe(5);
  });

  test("does not grow with a long deadline: who is accepted need not wait for it", () => {
    const admission = createRoom({ maxWaitingTokens: 1_000_000, deadlineMs: 3_600_000 }, slow);
    for (let i = 0; i < 10; i++) admission.enter([text(1300)]);
    expect(() => admission.enter([text(1300)])).toThrow("in work already");
    expect(admission.retryAfter()).toBe(14);
  });

  test("is that of one process while none lives: it is being started, and texts can wait for it", () => {
    const none = () => ({ workers: 0, tokensPerSecond: undefined });
    const admission = createRoom({ maxWaitingTokens: 1_000_000, deadlineMs: 10_000 }, none);
    expect(admission.retryAfter()).toBe(1);
    for (let i = 0; i < 9; i++) admission.enter([text(190)]);
    expect(() => admission.enter([text(190)])).toThrow("in work already");
    expect(admission.retryAfter()).toBe(5);
  });

  test("is left to short texts by long ones, one of which is taken however long it is", () => {
    const admission = createRoom({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = admission.enter([text(50_000)]);
    expect(() => admission.enter([text(200)])).toThrow("in work already");
    for (let i = 0; i < 5; i++) admission.enter([text(100)]);
    expect(() => admission.enter([text(100)])).toThrow("in work already");
    leave();
    expect(() => admission.enter([text(200)])).not.toThrow();
  });

  test("is not given to a text that could not be read before the deadline, once the machine's speed is known", () => {
    const settings = { maxWaitingTokens: 1000, deadlineMs: 10_000 };
    const admission = createRoom(settings, slow);
    expect(() => admission.enter([text(16_000)])).toThrow(
      /about 16000 word pieces.*about 10000 within.*as a job/,
    );
    expect(() => admission.enter([text(100), text(14_000)])).not.toThrow();
    expect(() => createRoom(settings, idle).enter([text(16_000)])).not.toThrow();
  });

  test("is refused with the field that is too long, or with the list where only all together are", () => {
    const admission = createRoom({ maxWaitingTokens: 1000, deadlineMs: 10_000 }, slow);
    const refusal = (texts: string[]) => {
      try {
        admission.enter(texts);
      } catch (error) {
        return toProblem(error);
      }
      throw new Error("it was accepted");
    };
    const one = refusal([text(100), text(16_000)]);
    expect(one).toMatchObject({ status: 413, code: "text-too-long" });
    expect(one.detail).toMatch(/^documents\[1\]\.text: about 16000 word pieces/);
    expect(one.errors).toMatchObject([{ path: "documents[1].text", code: "text-too-long" }]);
    const all = refusal([text(8000), text(8000)]);
    expect(all.detail).toMatch(/^documents: about 16000 word pieces/);
    expect(all.errors).toMatchObject([{ path: "documents", code: "text-too-long" }]);
  });

  test("is there by default for the longest text, on two slow cores, and beside it for short ones", () => {
    const settings = loadSettings({}, {});
    const longest = "a".repeat(settings.maxTextLength);
    const tokensPerSecond = 6600;
    const admission = createRoom(settings, () => ({ workers: 2, tokensPerSecond }));
    admission.enter([longest]);
    admission.enter([text(300)]);
    // Under load it has half of the cores once it is pressed, which is after half of the time less its own.
    const readMs = (longest.length * 0.3 * 1000) / tokensPerSecond;
    expect(settings.deadlineMs / 2 - readMs + 2 * readMs).toBeLessThan(settings.deadlineMs);
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
