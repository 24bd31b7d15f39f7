import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createUploads } from "../../dist/jobs/uploads.js";
import { missingRightToMount, testUnlessMissing } from "../missing.ts";

const folder = mkdtempSync(join(tmpdir(), "uploads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const DAYS_AGO = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(65_536, "x");
}

describe("uploads", () => {
  test("lie whole in a folder of their own, and the same content has the same digest", async () => {
    const uploads = createUploads(join(folder, "usual"), 1000);
    const first = await uploads.receive("news.jsonl", bytes("one ", "two"));
    const second = await uploads.receive("other.jsonl", bytes("one t", "wo"));
    expect(readFileSync(first.path, "utf8")).toBe("one two");
    expect(first.folder).not.toBe(second.folder);
    expect(first.digest).toBe(second.digest);
    expect(uploads.has(first.folder)).toBe(true);
    await uploads.remove(first.folder);
    expect(uploads.has(first.folder)).toBe(false);
    expect(uploads.has(tmpdir())).toBe(false);
  });

  test("that are too large, or break off, leave nothing", async () => {
    const place = join(folder, "refused");
    const uploads = createUploads(place, 100_000);
    await expect(uploads.receive("a.txt", endless())).rejects.toMatchObject({ code: "body-too-large" });
    async function* breaksOff() {
      yield Buffer.from("one");
      throw new Error("gone");
    }
    await expect(uploads.receive("a.txt", breaksOff())).rejects.toThrow("gone");
    expect(readdirSync(place)).toEqual([]);
  });

  test("that no job needs are swept up after a day, and no others", async () => {
    const place = join(folder, "swept");
    const uploads = createUploads(place, 1000);
    const [needed, left, fresh] = [
      await uploads.receive("a.txt", bytes("a")),
      await uploads.receive("b.txt", bytes("b")),
      await uploads.receive("c.txt", bytes("c")),
    ];
    for (const { folder: old } of [needed, left]) utimesSync(old, DAYS_AGO, DAYS_AGO);
    await uploads.sweep(new Set([needed.folder]));
    expect([needed, left, fresh].map((upload) => uploads.has(upload.folder))).toEqual([true, false, true]);
  });

  testUnlessMissing(missingRightToMount())("on a full disk are refused, and leave it as it was", async () => {
    const place = join(folder, "small");
    mkdirSync(place);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", place]);
    try {
      const uploads = createUploads(place, 10_000_000);
      await expect(uploads.receive("a.txt", endless())).rejects.toMatchObject({
        code: "store-full",
        message: expect.stringMatching(/^uploads to .*small: ENOSPC/),
      });
      expect(readdirSync(place)).toEqual([]);
      const upload = await uploads.receive("a.txt", bytes("room again"));
      expect(readFileSync(upload.path, "utf8")).toBe("room again");
    } finally {
      execFileSync("umount", [place]);
    }
  });
});
