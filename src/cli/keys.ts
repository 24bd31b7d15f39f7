import { existsSync } from "node:fs";
import Table from "cli-table3";
import { type Command, Option } from "commander";
import { createKey, readKeys, writeKeys } from "../access/index.js";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { ApiKey, SCOPES } from "../schemas/index.js";

interface KeyFlags {
  readonly keysFile?: string;
  readonly scope?: string;
  readonly requestsPerMinute?: string;
}

/** As the service's setting `keysFile`. */
const VARIABLE = "KEYS_FILE";
const Asked = ApiKey.pick({ name: true, scope: true, requestsPerMinute: true });

const EXAMPLES = `
Examples:
  $ statement-stance keys create "news desk" --keys-file keys.json
  $ statement-stance keys create archive --scope jobs --requests-per-minute 60 --keys-file keys.json
  $ statement-stance keys list --keys-file keys.json
  $ statement-stance keys revoke 0f3a9b12c4d5e6f7 --keys-file keys.json
  $ statement-stance serve --keys-file keys.json

A key is shown once, when it is made; the file holds only its hash. A running service sees changes within seconds.`;

/** `statement-stance keys …` */
export function registerKeys(program: Command): void {
  const keys = program.command("keys").description("make and revoke API keys").addHelpText("after", EXAMPLES);
  const withFile = (command: Command) =>
    command.option("--keys-file <file>", `file of keys (default: the environment's ${VARIABLE})`);
  withFile(keys.command("create").description("make a key; it is printed once"))
    .argument("<name>", "whose it is")
    .addOption(new Option("--scope <scope>", "what it may do").choices(SCOPES).default("classify"))
    .option("--requests-per-minute <count>", "its own limit")
    .action(create);
  withFile(keys.command("list").description("the keys that there are")).action(list);
  withFile(keys.command("revoke").description("make a key worthless"))
    .argument("<id>", "as `keys list` shows it")
    .action(revoke);
}

function create(name: string, flags: KeyFlags): void {
  const file = fileOf(flags);
  const given = flags.requestsPerMinute;
  const asked = {
    name,
    scope: flags.scope,
    ...(given !== undefined && { requestsPerMinute: Number(given) }),
  };
  const { text, key } = createKey(parseOrThrow(Asked, asked, "invalid-option"));
  writeKeys(file, [...(existsSync(file) ? readKeys(file) : []), key]);
  process.stdout.write(`${text}\n`);
  process.stderr.write(`statement-stance: key ${key.id} of ${key.name}; it is not shown again\n`);
}

function list(flags: KeyFlags): void {
  const table = new Table({
    head: ["id", "name", "scope", "requests a minute", "made"],
    style: { head: [], border: [] },
  });
  for (const { id, name, scope, requestsPerMinute, created } of readKeys(fileOf(flags)))
    table.push([id, name, scope, requestsPerMinute ?? "", created]);
  process.stdout.write(`${table.toString()}\n`);
}

function revoke(id: string, flags: KeyFlags): void {
  const file = fileOf(flags);
  const keys = readKeys(file);
  const left = keys.filter((key) => key.id !== id);
  if (left.length === keys.length)
    throw new StatementStanceError("not-found", `there is no key ${id} in ${file}`, { file });
  writeKeys(file, left);
}

function fileOf({ keysFile }: KeyFlags): string {
  const file = keysFile ?? process.env[VARIABLE];
  if (!file) throw new StatementStanceError("invalid-option", "no file of keys was given: --keys-file FILE");
  return file;
}
