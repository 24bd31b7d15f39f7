#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { registerAgreement } from "./agreement.js";
import { registerAlias } from "./alias.js";
import { registerBatch } from "./batch.js";
import { registerClassify } from "./classify.js";
import { registerConvert } from "./convert.js";
import { registerErrors } from "./errors.js";
import { registerEvaluate } from "./evaluate.js";
import { registerKeys } from "./keys.js";
import { registerQuality } from "./quality.js";
import { registerQuery } from "./query.js";
import { exitCodeOf, reportError } from "./report.js";
import { registerServe } from "./serve.js";
import { registerValidate } from "./validate.js";
import { registerWorker } from "./worker.js";

const USAGE = 64;
const { version, description } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

const program = new Command("statement-stance").description(description).version(version).exitOverride();
for (const register of [
  registerClassify,
  registerServe,
  registerQuality,
  registerBatch,
  registerQuery,
  registerErrors,
  registerAlias,
  registerWorker,
  registerEvaluate,
  registerAgreement,
  registerKeys,
  registerConvert,
  registerValidate,
])
  register(program);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else {
    reportError(error);
    process.exitCode = exitCodeOf(error);
  }
}
