import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createKey, findKey, mayDo, readKeys, writeKeys } from "../../dist/access/index.js";
import { run } from "../cli/run.ts";

const file = join(mkdtempSync(join(tmpdir(), "keys-")), "keys.json");

describe("an API key", () => {
  const { text, key } = createKey({ name: "desk", scope: "jobs" });

  test("is recognised, and no other text is", () => {
    expect(findKey([key], text)).toBe(key);
    const other = createKey({ name: "other", scope: "admin" });
    const swapped = text.slice(0, 21) + other.text.slice(21);
    for (const wrong of ["", "sst_", text.slice(0, -1), `${text}A`, other.text, swapped])
      expect(findKey([key], wrong)).toBeUndefined();
  });

  test("is kept as a hash only, in a file that its owner alone may read", () => {
    writeKeys(file, [key]);
    expect(readKeys(file)).toEqual([key]);
    expect(readFileSync(file, "utf8")).not.toContain(text.slice(21));
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test("may do what its scope holds", () => {
    expect([mayDo(key, "classify"), mayDo(key, "jobs"), mayDo(key, "admin")]).toEqual([true, true, false]);
  });
});

describe("statement-stance keys", () => {
  const path = join(mkdtempSync(join(tmpdir(), "keys-")), "keys.json");
  const keys = (...args: string[]) => run(["keys", ...args, "--keys-file", path]);

  test("makes, lists and revokes keys", async () => {
    const made = await keys("create", "news desk", "--requests-per-minute", "30");
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^sst_[0-9a-f]{16}_[\w-]{43}\n$/)]);
    const [key] = readKeys(path);
    expect(key).toMatchObject({ name: "news desk", scope: "classify", requestsPerMinute: 30 });
    expect((await keys("list")).stdout).toContain("news desk");
    expect((await keys("revoke", "0000000000000000")).stderr).toContain("there is no key 0000000000000000");
    expect((await keys("revoke", key!.id)).code).toBe(0);
    expect(readKeys(path)).toEqual([]);
  });

  test("says what is wrong", async () => {
    expect((await keys("create", "a", "--requests-per-minute", "no")).stderr).toContain("requestsPerMinute");
    expect((await run(["keys", "list"])).stderr).toContain("--keys-file FILE");
    writeFileSync(path, "{");
    expect((await keys("list")).stderr).toContain("cannot be read");
  });

  test("a service whose file of keys is lost does not start", async () => {
    const { code, stderr } = await run(["serve", "--port", "0", "--keys-file", "none.json"]);
    expect([code, stderr]).toEqual([78, expect.stringContaining("none.json")]);
  });
});
