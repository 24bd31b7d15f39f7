import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { describeSettings, loadSettings } from "../../dist/config/index.js";

test("the environment overrides the defaults, the command line the environment", () => {
  expect(loadSettings({ PORT: "8080", HOST: "0.0.0.0" }, { host: "::1" })).toMatchObject({
    port: 8080,
    host: "::1",
    model: "small",
  });
});

test.each([
  [{ PORT: "eighty" }, /^PORT: /],
  [{ PORT: "70000" }, /^PORT: .*65535/],
  [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL: .*"debug"/],
  [{ STATEMENT_STANCE_CONFIG: "none.json" }, /none\.json .*cannot be read/],
])("a wrong value names its variable and what is allowed: %j", (environment, message) => {
  expect(() => loadSettings(environment)).toThrow(message);
});

test("docs/configuration.md is as fresh as the schema", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(describeSettings());
});
