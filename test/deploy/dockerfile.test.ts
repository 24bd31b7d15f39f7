import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Copy, DockerfileParser, type Instruction } from "dockerfile-ast";
import { until } from "../http/service.ts";
import { describeUnlessMissing, missingPrograms, testUnlessMissing } from "../missing.ts";
import { freePort } from "../servers/free-port.ts";

const SOURCE = readFileSync("Dockerfile", "utf8");
const USER = 1000;
const root = mkdtempSync(join(tmpdir(), "image-"));
const asUser = process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};

/** Docker's own ignore file, as far as ours uses it: nothing but what is named after "!". */
const sent = readFileSync(".dockerignore", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1));

interface Stage {
  readonly name: string;
  readonly folder: string;
  readonly environment: Record<string, string>;
  steps: Instruction[];
}

function stages(): Stage[] {
  const out: Stage[] = [];
  for (const step of DockerfileParser.parse(SOURCE).getInstructions()) {
    const words = step.getArguments().map((argument) => argument.getValue());
    if (step.getKeyword() === "FROM") {
      const name = words[2] ?? "last";
      out.push({ name, folder: join(root, name), environment: {}, steps: [] });
    } else if (step.getKeyword() === "ENV") {
      for (const word of words) {
        const [key, value] = word.split("=");
        out.at(-1)!.environment[key!] = value!;
      }
    } else out.at(-1)!.steps.push(step);
  }
  return out;
}

function own(path: string): void {
  if (asUser.uid !== undefined) execFileSync("chown", ["-R", `${USER}:${USER}`, path]);
}

function copy(step: Copy, stage: Stage): void {
  const words = step.getArguments().map((argument) => argument.getValue());
  const from = step
    .getFlags()
    .find((flag) => flag.getName() === "from")
    ?.getValue();
  const to = words.at(-1)!;
  for (const word of words.slice(0, -1)) {
    if (!from) expect(sent.some((path) => word === path || word.startsWith(`${path}/`))).toBe(true);
    const source = from ? join(root, from, word) : word;
    const target = join(stage.folder, "app", to, to.endsWith("/") ? word.split("/").at(-1)! : "");
    mkdirSync(dirname(target), { recursive: true });
    // What .dockerignore keeps out.
    cpSync(source, target, { recursive: true, filter: (path) => !/onnx\/model\.onnx$/.test(path) });
  }
  own(stage.folder);
}

/** Runs a command of the image as an unprivileged user, in the image's folder. */
function runStep(command: string, stage: Stage): void {
  // What the base image would install is at hand here, or the test is skipped.
  if (command.startsWith("apt-get")) return;
  const cwd = join(stage.folder, "app");
  const env = { PATH: process.env.PATH, HOME: stage.folder, ...stage.environment };
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd, env, ...asUser, encoding: "utf8" });
  expect([command, status, status === 0 ? "" : stderr]).toEqual([command, 0, ""]);
}

/** What the image installs to compile with. */
const COMPILING = ["python3", "make", "g++"];
const REPLAY = "the image, its steps replayed in a clean folder as an unprivileged user";
describeUnlessMissing(missingPrograms(...COMPILING))(REPLAY, () => {
  let service: ChildProcess;
  let port: number;
  const last = () => stages().at(-1)!;
  const environment = () => ({ PATH: process.env.PATH!, ...last().environment, PORT: String(port) });
  const argumentsOf = (keyword: string) => {
    const step = last().steps.find((one) => one.getKeyword() === keyword);
    return JSON.parse(/\[.*\]/s.exec(step?.getArgumentsContent() ?? "")![0]) as string[];
  };

  beforeAll(async () => {
    chmodSync(root, 0o755);
    for (const stage of stages()) {
      mkdirSync(join(stage.folder, "app"), { recursive: true });
      if (asUser.uid !== undefined) chownSync(stage.folder, USER, USER);
      for (const step of stage.steps) {
        if (step.getKeyword() === "COPY") copy(step as Copy, stage);
        if (step.getKeyword() === "RUN") runStep(step.getArgumentsContent() ?? "", stage);
      }
    }
    execFileSync("chmod", ["-R", "a-w", join(root, "last", "app")]);
    port = await freePort();
    const [command, ...args] = argumentsOf("CMD");
    const cwd = join(root, "last", "app");
    service = spawn(command!, args, { cwd, env: environment(), stdio: "ignore", ...asUser });
  }, 600_000);
  afterAll(() => {
    service?.kill();
    execFileSync("chmod", ["-R", "u+w", root]);
    rmSync(root, { recursive: true, force: true });
  });

  test("starts from a read-only folder, and its health check turns well", async () => {
    const [command, ...args] = argumentsOf("HEALTHCHECK");
    const check = () => spawnSync(command!, args, { env: environment(), ...asUser }).status;
    await until(() => check() === 0, 40_000);
    const response = await fetch(`http://127.0.0.1:${port}/v1/classify`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "“I back it,” said Hakan Fidan.",
    });
    expect((await response.json()).statements[0].speaker.name).toBe("Hakan Fidan");
  });

  test("holds what is needed and no more", () => {
    const app = join(root, "last", "app");
    expect(existsSync(join(app, "models/small/onnx/model_quantized.onnx"))).toBe(true);
    for (const left of ["src", "test", "training", "models/small/onnx/model.onnx", "node_modules/typescript"])
      expect([left, existsSync(join(app, left))]).toEqual([left, false]);
  });
});

describe("the Dockerfile", () => {
  test("runs the service as a user that is not root, from an image whose version is named", () => {
    const user = stages()
      .at(-1)!
      .steps.find((one) => one.getKeyword() === "USER");
    expect(user?.getArgumentsContent()).toBe(String(USER));
    for (const line of SOURCE.match(/^FROM .*/gm)!) expect(line).toMatch(/:\d+\.\d+\.\d+-bookworm-slim/);
  });

  test("installs what is at hand where its steps are replayed", () => {
    const installs = SOURCE.match(/apt-get install .*?(?= &&)/)![0]
      .split(" ")
      .slice(2);
    expect(installs.filter((word) => !word.startsWith("-"))).toEqual(COMPILING);
  });

  testUnlessMissing(missingPrograms("hadolint"))("has no fault that hadolint finds", () => {
    expect(spawnSync("hadolint", ["Dockerfile"], { encoding: "utf8" }).stdout).toBe("");
  });
});
