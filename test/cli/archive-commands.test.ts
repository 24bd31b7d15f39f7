import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { openStore } from "../../dist/store/index.js";
import { scoreAll } from "../store/archive.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "archive-commands-"));
const store = join(folder, "archive.sqlite");
beforeAll(async () => {
  const opened = await openStore(store);
  await scoreAll(opened, [
    {
      id: "one",
      date: "2024-01-05",
      said: [{ by: "Ali Bagheri", says: "the strikes must end", about: [["Israel", "against"]] }],
    },
    {
      id: "two",
      date: "2024-02-10",
      said: [
        {
          by: "Bagheri",
          says: "the talks go on",
          about: [
            ["Israel", "neutral"],
            ["talks", "favor"],
          ],
        },
      ],
    },
    { id: "three", said: [{ by: "Hakan Fidan", says: "=1+1", about: [["talks", "favor"]] }] },
  ]);
  await opened.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const query = (...more: string[]) => run(["query", ...more, "--store", store]);
const json = async (...more: string[]) => JSON.parse((await query(...more, "--format", "json")).stdout);

describe("statement-stance query", () => {
  test("shows a table, tells how names were understood, and how to go on", async () => {
    const { code, stdout, stderr } = await query("--speaker", "BAGHERI", "--limit", "1");
    expect(code).toBe(0);
    expect(stdout).toContain("the talks go on");
    expect(stdout).toMatch(/neutral: Israel\s/);
    expect(stderr).toContain("speaker 'BAGHERI': Bagheri (not searched: Ali Bagheri)");
    const { stdout: all, stderr: more } = await query("--limit", "2");
    expect(all).not.toContain("=1+1");
    const cursor = /more: --cursor (\S+)/.exec(more)![1]!;
    expect((await query("--limit", "2", "--cursor", cursor)).stdout).toContain("=1+1");
  });

  test("writes JSON, CSV and Parquet", async () => {
    const page = await json("--target", "israel", "--stance", "against");
    expect(page.statements).toMatchObject([{ document: { id: "one" }, speaker: { name: "Ali Bagheri" } }]);
    const { stdout } = await query("--all", "--format", "csv", "--order", "asc");
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows.map(({ document, target }) => `${document} ${target}`)).toEqual([
      "three talks",
      "one Israel",
      "two Israel",
      "two talks",
    ]);
    expect(rows[0]!.content).toBe("'=1+1");
    const file = join(folder, "statements.parquet");
    expect((await query("--all", "--format", "parquet", "--output", file)).code).toBe(0);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe("PAR1");
  });

  test("counts speakers, targets, stances and pairs", async () => {
    expect((await json("speakers")).speakers).toHaveLength(3);
    expect((await json("targets", "--speaker", "fidan")).targets).toMatchObject([
      { name: "talks", favor: 1 },
    ]);
    expect((await json("stances", "--target", "israel")).periods).toMatchObject([
      { period: "2024-01", against: 1 },
      { period: "2024-02", neutral: 1 },
    ]);
    const matrix = ["matrix", "--speaker", "fidan", "--speaker", "Ali Bagheri", "--target", "talks"];
    expect((await json(...matrix)).cells).toMatchObject([[{ favor: 1 }], [{ favor: 0 }]]);
    expect((await query(...matrix)).stdout).toContain("+1 -0 =0");
  });

  test.each([
    [["--stance", "angry"], 64, "angry"],
    [["--limit", "many"], 64, "limit"],
    [["--format", "parquet"], 64, "--output FILE"],
    [["speakers", "--format", "csv"], 64, "table or json"],
    [["stances"], 64, "a speaker, a target or both"],
    [["stances", "--target", "a", "--target", "b"], 64, "one name is needed"],
    [["--cursor", "abc"], 65, "[invalid-cursor]"],
    [["--text", '""'], 65, "no word to look for"],
  ])("says what is wrong with %j", async (given, code, message) => {
    const ended = await query(...given);
    expect(ended.stderr).toContain(message);
    expect(ended.code).toBe(code);
  });

  test("a store that is not there, or was not named", async () => {
    const missing = await run(["query", "--store", join(folder, "no", "such.sqlite")]);
    expect(missing).toMatchObject({ code: 69, stderr: expect.stringContaining("the folder does not exist") });
    const unnamed = await run(["query"], { env: { STORE: "" } });
    expect(unnamed).toMatchObject({ code: 64, stderr: expect.stringContaining("[store-needed]") });
    expect((await run(["query"], { env: { STORE: store } })).code).toBe(0);
  });
});

describe("the queue that the environment names", () => {
  test.each(["errors --job 1 --retry", "batch examples/"])("is the one of %s", async (command) => {
    const ended = await run(command.split(" "), { env: { STORE: store, QUEUE: "amqp://queue" } });
    expect(ended.stderr).toContain("queue: 'amqp://queue' is no redis:// URL");
    expect(ended.code).toBe(64);
  });

  test("counts as not set where it is empty", async () => {
    const ended = await run(["errors", "--job", "1", "--retry"], { env: { STORE: store, QUEUE: "" } });
    expect(ended.stderr).toContain("documents are in the queue again");
  });
});

describe("a setting of a worker that is wrong or leads nowhere stops it, and its variable is named", () => {
  test.each([
    [{ QUEUE: "amqp://queue" }, 78, 'QUEUE: must be empty, or a redis:// URL, not "amqp://queue"'],
    [{ WORKERS: "0" }, 78, 'WORKERS: must be a whole number from 1 to 256, not "0"'],
    [{ METRICS_PORT: "high" }, 78, 'METRICS_PORT: must be a whole number from 1 to 65535, not "high"'],
    [{ QUEUE: "redis://127.0.0.1:1" }, 69, "QUEUE: redis://127.0.0.1:1: Redis does not answer"],
    [{ STORE: join(folder, "no", "such.sqlite") }, 69, "STORE: "],
    [{ STORE: "" }, 64, "STORE: no store was given"],
  ])("%j", async (env, code, message) => {
    const ended = await run(["worker"], { env: { STORE: store, ...env } });
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  test("a port for metrics that is taken", async () => {
    const taken = createServer().listen(0);
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const ended = await run(["worker", "--store", store, "--workers", "1", "--metrics-port", String(port)]);
    expect(ended.stderr).toContain(`METRICS_PORT: cannot listen on ${port}: EADDRINUSE`);
    expect(ended.code).toBe(78);
    taken.close();
  });
});

describe("statement-stance alias", () => {
  const alias = (...more: string[]) => run(["alias", ...more, "--store", store]);
  const listed = async () => JSON.parse((await alias("list", "--json")).stdout);

  test("suggests, and joins only what a person confirms, and takes it back", async () => {
    expect((await alias("suggest")).stdout).toMatch(/Bagheri\s+│ Ali Bagheri\s+│ 1 /);
    expect((await json("--speaker", "Ali Bagheri")).statements).toHaveLength(1);
    expect((await alias("confirm", "Bagheri", "Ali Bagheri", "--by", "ece")).code).toBe(0);
    expect(await listed()).toMatchObject([
      { name: "Bagheri", canonical: "Ali Bagheri", same: true, by: "ece" },
    ]);
    expect((await json("--speaker", "Ali Bagheri")).statements).toHaveLength(2);
    expect((await alias("withdraw", "Bagheri")).code).toBe(0);
    expect((await json("--speaker", "Ali Bagheri")).statements).toHaveLength(1);
  });

  test("does not suggest again what a person rejects", async () => {
    expect((await alias("reject", "Bagheri", "Ali Bagheri")).code).toBe(0);
    expect(JSON.parse((await alias("suggest", "--json")).stdout)).toEqual([]);
    expect((await alias("list")).stdout).toContain("is not");
    expect((await alias("withdraw", "Bagheri")).code).toBe(0);
    expect(await listed()).toEqual([]);
  });

  test("knows only names of the store", async () => {
    const ended = await alias("confirm", "Nobody", "Ali Bagheri");
    expect(ended).toMatchObject({
      code: 66,
      stderr: expect.stringContaining("the store has no name 'Nobody'"),
    });
  });
});

describe("documents that fail", () => {
  const archive = join(folder, "articles");
  const failing = join(folder, "failing.sqlite");
  const batch = (place: string, ...more: string[]) =>
    run(["batch", archive, "--store", place, "--workers", "1", ...more]);
  beforeAll(() => {
    mkdirSync(archive);
    writeFileSync(
      join(archive, "rows.jsonl"),
      `{"id": "good", "text": "“Yes,” said Fidan."}\n{"id": \n\n{"id": "x", "text": ""}\n`,
    );
    writeFileSync(
      join(archive, "latin.txt"),
      Buffer.from("Der Minister sagte, das sei für ihn ein Übel.", "latin1"),
    );
    writeFileSync(join(archive, "photo.png"), "no document");
  });

  test("do not stop a batch, and are listed with their place", async () => {
    const ended = await batch(failing);
    expect(ended.code).toBe(65);
    expect(ended.stderr).toMatch(
      /1 documents scored.*\n.*\n.*3 documents failed: statement-stance errors --job 1\n/,
    );
    expect(ended.stderr).toContain("1 files of other formats were passed over");
    const { code, stdout } = await run(["errors", "--store", failing]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^job 1: articles\/latin\.txt: .* \[invalid-encoding\]$/m);
    expect(stdout).toMatch(/^job 1: articles\/rows\.jsonl:2: .* \[broken-line\]$/m);
    expect(stdout).toMatch(/^job 1: articles\/rows\.jsonl:4: .* \[empty-text\]$/m);
    const lines = (await run(["errors", "--store", failing, "--job", "1", "--json"])).stdout
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).code).sort()).toEqual([
      "broken-line",
      "empty-text",
      "invalid-encoding",
    ]);
  }, 60_000);

  test("stop it where there are more than --max-errors, until more are allowed", async () => {
    const place = join(folder, "strict.sqlite");
    const stopped = await batch(place, "--max-errors", "1");
    expect(stopped.code).toBe(65);
    expect(stopped.stderr).toMatch(/documents failed, and 1 are allowed: .*--resume \[too-many-errors\]/);
    expect((await batch(place, "--resume", "--max-errors", "2")).stderr).toContain("[too-many-errors]");
    const allowed = await batch(place, "--resume", "--max-errors", "3");
    expect(allowed.stderr).toContain("job 1 is finished");
    expect(allowed.stderr).toContain("3 documents failed");
  }, 60_000);

  test("do not keep a batch from going on, with the columns that it was begun with", async () => {
    const rows = join(folder, "rows.csv");
    writeFileSync(rows, "nr,body\n1,“Yes” said Fidan.\n2,\n");
    const place = join(folder, "columns.sqlite");
    const over = (...more: string[]) => run(["batch", rows, "--store", place, "--workers", "1", ...more]);
    const begun = await over("--text-column", "body", "--id-column", "nr", "--max-errors", "0");
    expect(begun.stderr).toContain("[too-many-errors]");
    expect(await over("--resume", "--text-column", "text")).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("--text-column text: job 1 was begun with 'body'"),
    });
    expect(await over("--resume", "--delimiter", ";")).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("--delimiter ;: job 1 was begun without it"),
    });
    const ended = await over("--resume", "--text-column", "body");
    expect(ended.stderr).toMatch(/job 1 is finished\n {2}1 documents scored.*\n.*\n {2}1 documents failed/);
  }, 60_000);

  test("are tried again by the job's number only", async () => {
    expect(await run(["errors", "--store", failing, "--retry"])).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^statement-stance: --retry needs --job: .* \[invalid-option\]\n$/),
    });
    const { code, stderr } = await run(["errors", "--store", failing, "--retry", "--job", "1"]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("job 1: 0 documents")]);
  });

  test("a job, or inputs, that there are not", async () => {
    expect(await run(["errors", "--store", failing, "--job", "9"])).toMatchObject({
      code: 66,
      stderr: expect.stringContaining("there is no job 9"),
    });
    const nothing = join(folder, "nothing.sqlite");
    const ended = await run(["batch", join(folder, "none"), "--store", nothing]);
    expect(ended).toMatchObject({ code: 66, stderr: expect.stringContaining("[file-unreadable]") });
    expect(existsSync(nothing)).toBe(false);
  });
});
