import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import Sqlite from "better-sqlite3";
import { StatementQuery } from "../../dist/schemas/index.js";
import { openStore } from "../../dist/store/index.js";
import { describeUnlessMissing, missingRightToMount } from "../missing.ts";
import { freePort } from "../servers/free-port.ts";
import { newJob, scoreAll, scoreOne } from "./archive.ts";

const folder = mkdtempSync(join(tmpdir(), "bad-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const said = [{ by: "Fidan", says: "some words", about: [["Gaza", "favor"] as [string, "favor"]] }];

async function filled(path: string): Promise<void> {
  const store = await openStore(path);
  const articles = Array.from({ length: 50 }, (_, index) => ({ id: `d${index}`, said }));
  await scoreAll(store, articles);
  await store.close();
}

describe("a store that cannot be used says why", () => {
  it("a file that is no store", async () => {
    writeFileSync(at("text.sqlite"), "no database at all, but a text of some length\n".repeat(100));
    await expect(openStore(at("text.sqlite"))).rejects.toMatchObject({
      code: "store-corrupt",
      message: expect.stringContaining("text.sqlite: the file is damaged, or is no SQLite file"),
    });
  });

  it("a file that is damaged in its middle", async () => {
    await filled(at("damaged.sqlite"));
    const bytes = readFileSync(at("damaged.sqlite"));
    bytes.fill(0xff, 8192, bytes.length - 4096);
    writeFileSync(at("damaged.sqlite"), bytes);
    const use = async () => {
      const store = await openStore(at("damaged.sqlite"));
      try {
        await store.statements(StatementQuery.parse({}));
      } finally {
        await store.close();
      }
    };
    await expect(use()).rejects.toMatchObject({
      code: "store-corrupt",
      message: expect.stringContaining("damaged.sqlite"),
    });
  });

  it("a store of a newer version is refused and left alone", async () => {
    await filled(at("newer.sqlite"));
    const file = new Sqlite(at("newer.sqlite"));
    file.exec("insert into migrations values (99, 'from the future', 0)");
    file.close();
    await expect(openStore(at("newer.sqlite"))).rejects.toMatchObject({
      code: "store-newer",
      message: expect.stringMatching(
        /newer\.sqlite has schema 99, and this version knows schemas up to \d+: update statement-stance$/,
      ),
    });
  });

  it("a store of an earlier version is brought up, and what it holds is found", async () => {
    const path = at("earlier.sqlite");
    await filled(path);
    const file = new Sqlite(path);
    file.exec("drop index names_by_reversed; alter table names drop column reversed");
    file.exec("delete from migrations where number > 1; drop table store_identity");
    file.close();
    const store = await openStore(path);
    await scoreAll(store, [{ id: "fuller", said: [{ by: "Hakan Fidan" }] }]);
    expect(await store.suggestAliases(10)).toMatchObject([{ name: "Fidan", canonical: "Hakan Fidan" }]);
    await store.close();
  });

  it("a store that another process holds locked", async () => {
    await filled(at("locked.sqlite"));
    const holder = new Sqlite(at("locked.sqlite"));
    holder.exec("begin exclusive");
    const store = await openStore(at("locked.sqlite"));
    await expect(newJob(store)).rejects.toMatchObject({
      code: "store-locked",
      message: expect.stringContaining("locked.sqlite: another process holds it"),
    });
    holder.exec("rollback");
    holder.close();
    expect(await newJob(store)).toBe(2);
    await store.close();
  });

  it("a folder that does not exist", async () => {
    await expect(openStore(at("nowhere/a.sqlite"))).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringContaining("nowhere/a.sqlite: the folder does not exist"),
    });
  });

  it("a scheme that is not known", async () => {
    await expect(openStore("mysql://host/db")).rejects.toMatchObject({
      code: "invalid-option",
      message: "store: 'mysql://' is not known; give the path of a SQLite file or a postgres:// URL",
    });
  });

  it("a PostgreSQL that does not answer; the password is not told", async () => {
    const port = await freePort();
    const error = await openStore(`postgres://ece:secret@127.0.0.1:${port}/archive`).catch(
      (caught) => caught,
    );
    expect(error).toMatchObject({
      code: "store-unavailable",
      message: expect.stringContaining("the server does not answer"),
    });
    expect(error.message).not.toContain("secret");
  });
});

describeUnlessMissing(missingRightToMount())("a disk that fills up", () => {
  it("is said, what was accepted stays, and the work goes on once there is room", async () => {
    mkdirSync(at("small"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1536k", "tmpfs", at("small")]);
    const store = await openStore(at("small/a.sqlite"));
    try {
      const job = await newJob(store);
      const scored: string[] = [];
      const fill = async () => {
        for (let index = 0; index < 5000; index++) {
          await scoreOne(store, job, {
            id: `d${index}`,
            said: [{ by: "Fidan", says: "words ".repeat(200) }],
          });
          scored.push(`d${index}`);
        }
      };
      await expect(fill()).rejects.toMatchObject({
        code: "store-full",
        message: expect.stringContaining("there is no space left"),
      });
      expect(scored.length).toBeGreaterThan(10);
      execFileSync("mount", ["-o", "remount,size=8m", at("small")]);
      await scoreOne(store, job, { id: "after", said });
      expect((await store.job(job)).counts.scored).toBe(scored.length + 1);
      expect((await store.statements(StatementQuery.parse({ limit: 1000 }))).statements).toHaveLength(
        scored.length + 1,
      );
    } finally {
      await store.close();
      execFileSync("umount", [at("small")]);
    }
  });
});
