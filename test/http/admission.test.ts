import { describe, expect, test } from "@jest/globals";
import { createAdmission } from "../../dist/http/admission.js";

const idle = () => ({ workers: 2, doneTokens: 0, inferenceMs: 0 });
/** 1,000 word pieces a second. */
const slow = () => ({ workers: 2, doneTokens: 10_000, inferenceMs: 20_000 });
/** About so many word pieces. */
const text = (pieces: number) => "a".repeat(Math.round(pieces / 0.3));

describe("room for accepted work", () => {
  test("is what the settings say", () => {
    const admission = createAdmission({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = Array.from({ length: 10 }, () => admission.enter([text(99)]));
    expect(() => admission.enter([text(99)])).toThrow("about 990 word pieces are in work already");
    leave[0]!();
    expect(() => admission.enter([text(99)])).not.toThrow();
  });

  test("is never more than the machine reads before the deadline", () => {
    const admission = createAdmission({ maxWaitingTokens: 1_000_000, deadlineMs: 10_000 }, slow);
    for (let i = 0; i < 8; i++) admission.enter([text(900)]);
    expect(() => admission.enter([text(900)])).toThrow(/overloaded|in work already/);
    expect(admission.retryAfter()).toBe(8);
  });

  test("is left to short texts by long ones, one of which is taken however long it is", () => {
    const admission = createAdmission({ maxWaitingTokens: 1000, deadlineMs: 30_000 }, idle);
    const leave = admission.enter([text(50_000)]);
    expect(() => admission.enter([text(200)])).toThrow("in work already");
    for (let i = 0; i < 5; i++) admission.enter([text(90)]);
    expect(() => admission.enter([text(90)])).toThrow("in work already");
    leave();
    expect(() => admission.enter([text(200)])).not.toThrow();
  });
});
