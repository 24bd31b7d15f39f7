import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { describeSettings, loadSettings, loadWorkerSettings } from "../../dist/config/index.js";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
const settingsFile = (content: string) => {
  const path = join(folder, "settings.json");
  writeFileSync(path, content);
  return { STATEMENT_STANCE_CONFIG: path };
};

describe("settings of the service", () => {
  test("come from the command line, else the environment, else the file, else the defaults", () => {
    const file = settingsFile('{"port": 1, "host": "file", "model": "file"}');
    const settings = loadSettings({ ...file, HOST: "environment", MODEL: "environment" }, { model: "flag" });
    expect(settings).toMatchObject({ port: 1, host: "environment", model: "flag", maxTextLength: 1_000_000 });
    expect(settings.workers).toBeUndefined();
    expect(Object.isFrozen(settings)).toBe(true);
  });

  test("a variable that is set to nothing counts as not set", () => {
    expect(loadSettings({ PORT: "", HOST: "" })).toMatchObject({ port: 3000, host: "127.0.0.1" });
  });

  test.each([
    [{ PORT: "eighty" }, {}, 'PORT: must be a whole number from 0 to 65535, not "eighty"'],
    [
      { STORE: "mysql://me:secret@db/a" },
      {},
      'STORE: must be empty, the path of a SQLite file, or a postgres:// URL, not "mysql://me@db/a"',
    ],
    [
      { STORE: "postgres://[" },
      {},
      'STORE: must be empty, the path of a SQLite file, or a postgres:// URL, not "postgres://["',
    ],
    [{ PORT: "70000" }, {}, 'PORT: must be a whole number from 0 to 65535, not "70000"'],
    [{ PORT: "0x10" }, {}, 'PORT: must be a whole number from 0 to 65535, not "0x10"'],
    [{ WORKERS: "1.5" }, {}, 'WORKERS: must be a whole number from 1 to 256, not "1.5"'],
    [{ MAX_BODY_BYTES: "0" }, {}, 'MAX_BODY_BYTES: must be a whole number from 1, not "0"'],
    [
      { LOG_LEVEL: "loud" },
      {},
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, silent, not "loud"',
    ],
    [{ PORT: "1" }, { port: "-1" }, '--port: must be a whole number from 0 to 65535, not "-1"'],
    [{ DEADLINE_MS: "3000000000" }, {}, "DEADLINE_MS: must be a whole number from 1 to 2147483647"],
    [{ ANSWER_TIMEOUT_MS: "0" }, {}, "ANSWER_TIMEOUT_MS: must be a whole number from 1 to 2147483647"],
    [{ MAX_EVENT_STREAMS: "0" }, {}, 'MAX_EVENT_STREAMS: must be a whole number from 1, not "0"'],
    [{ TRACES_URL: "localhost:4318" }, {}, "TRACES_URL: must be empty, or an http:// or https:// address"],
    [{ CORS_ORIGINS: "*" }, {}, "CORS_ORIGINS: must be empty, or origins as https://news.example"],
    [
      { CORS_ORIGINS: "https://a.example/" },
      {},
      'without a path, separated by commas, not "https://a.example/"',
    ],
    [
      { QUEUE: "amqp://queue", STORE: "a" },
      {},
      'QUEUE: must be empty, or a redis:// URL, not "amqp://queue"',
    ],
    [{ QUEUE: "redis://queue" }, {}, "QUEUE: needs a store as well: set STORE"],
    [{}, { maxTextLength: "many" }, '--max-text-length: must be a whole number from 1, not "many"'],
    [{ PORT: "x", WORKERS: "y" }, {}, 'not "x"; WORKERS: must be'],
  ])("a wrong value names its variable or flag and what is allowed: %j %j", (environment, flags, message) => {
    expect(() => loadSettings(environment, flags)).toThrow(message);
  });

  test.each([
    ['{"port": true}', "port in .*settings.json: must be a whole number from 0 to 65535, not true"],
    ['{"port": null}', "port in .*settings.json: must be a whole number from 0 to 65535, not null"],
    ['{"colour": 1}', "colour in .*settings.json: there is no such setting; there are host, port"],
    ["[1]", "settings.json, which STATEMENT_STANCE_CONFIG names, must hold a JSON object"],
    ["{", "settings.json, which STATEMENT_STANCE_CONFIG names, cannot be read: "],
  ])("a wrong file is refused: %s", (content, message) => {
    expect(() => loadSettings(settingsFile(content))).toThrow(new RegExp(message));
  });

  test("a file that is not there is refused", () => {
    expect(() => loadSettings({ STATEMENT_STANCE_CONFIG: "none.json" })).toThrow(
      /none\.json.* cannot be read/,
    );
  });
});

describe("settings of a worker", () => {
  test("come from the same places, and are those of the service where both have them", () => {
    const file = settingsFile('{"port": 1, "model": "file", "metricsPort": 9100}');
    const shared = { ...file, STORE: "a", QUEUE: "redis://queue", WORKERS: "2", MAX_TEXT_LENGTH: "10" };
    const settings = loadWorkerSettings({ ...shared, PORT: "none of ours" }, { workers: "3" });
    expect(settings).toEqual({
      store: "a",
      queue: "redis://queue",
      model: "file",
      workers: 3,
      maxTextLength: 10,
      metricsPort: 9100,
      logLevel: "info",
    });
    expect(loadSettings(file)).toMatchObject({ port: 1, model: "file" });
  });

  test.each([
    [{ METRICS_PORT: "0" }, {}, 'METRICS_PORT: must be a whole number from 1 to 65535, not "0"'],
    [{ WORKERS: "many" }, {}, 'WORKERS: must be a whole number from 1 to 256, not "many"'],
    [{}, { metricsPort: "x" }, '--metrics-port: must be a whole number from 1 to 65535, not "x"'],
    [{ STORE: "mysql://a/b" }, {}, "STORE: must be empty, the path of a SQLite file, or a postgres:// URL"],
    [{ LOG_LEVEL: "loud" }, {}, "LOG_LEVEL: must be one of fatal, error, warn, info, debug, silent"],
  ])("a wrong value is named with what is allowed: %j %j", (environment, flags, message) => {
    expect(() => loadWorkerSettings(environment, flags)).toThrow(message);
  });

  test("a key of the file that no command knows is refused", () => {
    const file = settingsFile('{"colour": 1}');
    expect(() => loadWorkerSettings(file)).toThrow("there is no such setting; there are store, queue");
  });
});

test("docs/configuration.md is as fresh as the schema", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(describeSettings());
});
