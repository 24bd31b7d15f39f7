#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { DESCRIPTION, VERSION } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";
import { endWithStandardOutput } from "./output.js";
import { exitCodeOf, reportError } from "./report.js";

const USAGE = 64;

/** Only the command that is asked for is loaded, as each brings libraries of its own; help shows them all. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  classify: async () => (await import("./classify.js")).registerClassify,
  serve: async () => (await import("./serve.js")).registerServe,
  quality: async () => (await import("./quality.js")).registerQuality,
  robustness: async () => (await import("./robustness.js")).registerRobustness,
  batch: async () => (await import("./batch.js")).registerBatch,
  query: async () => (await import("./query.js")).registerQuery,
  errors: async () => (await import("./errors.js")).registerErrors,
  alias: async () => (await import("./alias.js")).registerAlias,
  worker: async () => (await import("./worker.js")).registerWorker,
  keys: async () => (await import("./keys.js")).registerKeys,
  evaluate: async () => (await import("./evaluate.js")).registerEvaluate,
  agreement: async () => (await import("./agreement.js")).registerAgreement,
  convert: async () => (await import("./convert.js")).registerConvert,
  validate: async () => (await import("./validate.js")).registerValidate,
};

endWithStandardOutput();
const program = new Command("statement-stance").description(DESCRIPTION).version(VERSION).exitOverride();
const asked = Object.entries(COMMANDS).filter(([name]) => name === process.argv[2]);
for (const [, load] of asked.length > 0 ? asked : Object.entries(COMMANDS)) (await load())(program);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (isTold(error)) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else {
    const raised = error instanceof InvalidArgumentError ? refused(error) : error;
    reportError(raised);
    process.exitCode = exitCodeOf(raised);
  }
}

/** What commander raises once it has printed it. An InvalidArgumentError reaches us unprinted: a command raised it. */
function isTold(error: unknown): error is CommanderError {
  return error instanceof CommanderError && !(error instanceof InvalidArgumentError);
}

function refused(cause: InvalidArgumentError): StatementStanceError {
  return new StatementStanceError("invalid-option", cause.message, { cause });
}
