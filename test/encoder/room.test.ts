import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { processesThatFit } from "../../dist/encoder/room.js";
import { heapThatFits } from "../../dist/threads/index.js";

const root = mkdtempSync(join(tmpdir(), "groups-"));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;
function groups(files: Record<string, string>): string {
  const folder = join(root, String(made++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
const PLENTY = 64 * 1024 ** 3;

describe("processes of the model", () => {
  test.each([
    ["one a core without a limit", {}, 8],
    ["one a core where the quota is open", { "cpu.max": "max 100000\n" }, 8],
    ["as many as the quota has cores", { "cpu.max": "300000 100000\n" }, 3],
    ["one more for a part of a core", { "cpu.max": "150000 100000\n" }, 2],
    ["one where there is less than a core", { "cpu.max": "20000 100000\n" }, 1],
    [
      "as an older kernel tells it",
      { "cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n" },
      4,
    ],
    ["the same without a limit", { "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n" }, 8],
  ])("are %s", (_name, files, count) => {
    expect(processesThatFit(8, PLENTY, groups(files as unknown as Record<string, string>))).toBe(count);
  });

  test.each([
    [1000, 2],
    [300, 1],
    [100_000, 8],
  ])("are as many as %i MiB of memory hold", (mebibytes, count) => {
    expect(processesThatFit(8, mebibytes * 1024 * 1024, groups({}))).toBe(count);
  });
});

test.each([768, 1024, 1536, 4096])(
  "in %i MiB the processes of the model, all else and three threads with full heaps have room together",
  (mebibytes) => {
    const memory = mebibytes * 1024 * 1024;
    const threads = 2 * heapThatFits(512, memory) + heapThatFits(1024, memory);
    expect(processesThatFit(64, memory, groups({})) * 200 + 250 + threads).toBeLessThanOrEqual(mebibytes);
  },
);
