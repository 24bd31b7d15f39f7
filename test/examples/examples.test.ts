import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { transformFile } from "@swc/core";
import { type Service, startService } from "../http/service.ts";
import { missingPrograms, testUnlessMissing } from "../missing.ts";

const folder = mkdtempSync(join(tmpdir(), "examples-"));
let service: Service;
beforeAll(async () => {
  service = await startService({ store: join(folder, "archive.sqlite"), uploads: join(folder, "uploads") });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What an example prints; `statement-stance` in it is this package. */
function output(command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: "", STATEMENT_STANCE_URL: service.url };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command}: exit ${code}`)),
    );
  });
}

/** TypeScript's types taken off, in a folder of this package, so that its name is found. */
async function compiled(name: string): Promise<string> {
  const { code } = await transformFile(`examples/${name}.ts`, {
    jsc: { parser: { syntax: "typescript" }, target: "es2023" },
    module: { type: "es6" },
  });
  const file = join("dist", `example-${name}.js`);
  writeFileSync(file, code);
  return file;
}

describe("the examples run", () => {
  testUnlessMissing(missingPrograms("bash", "curl"))("curl", async () => {
    expect(await output("bash", "examples/classify.sh")).toMatch(/^[^\t]+\t(favor|against|neutral)\t/m);
  });

  testUnlessMissing(missingPrograms("python3"))("Python, with its own offsets", async () => {
    expect(await output("python3", "examples/classify.py")).toMatch(
      /Lena Holm \| “We will not accept this plan,” \|/,
    );
  });

  test("TypeScript, over HTTP", async () => {
    const printed = await output("node", await compiled("classify"));
    expect(printed).toMatch(/^text 1: Lena Holm \| /m);
    expect(printed).toMatch(/^text 2: .*Omar Diaz.* \| /m);
  });

  test("TypeScript, an archive over HTTP", async () => {
    const printed = await output("node", await compiled("archive"));
    expect(printed).toMatch(/^2024-05-30 .*Lena Holm \| .*We will not accept this plan/m);
    expect(printed).toMatch(/^2024-06-02 .*Lena Holm \| /m);
  });

  test("TypeScript, in process", async () => {
    expect(await output("node", await compiled("in-process"))).toContain("Lena Holm");
  });
});
