import { type Command, Option } from "commander";
import { StatementStanceError } from "../errors/index.js";
import type { OnWait } from "../jobs/index.js";
import type { Store } from "../store/index.js";

/** Adds `--store` to a command. */
export function withStore(command: Command): Command {
  return command.addOption(
    new Option("-s, --store <place>", "SQLite file, or a postgres:// URL").env("STORE"),
  );
}

/** Adds `--queue` to a command: `serve` reads the same variable, and both must mean the same queue. */
export function withQueue(command: Command, description: string): Command {
  return command.addOption(new Option("--queue <url>", description).env("QUEUE"));
}

/**
 * Opens the store that a command was given. Its driver is loaded here, so that commands without a store need none.
 * @throws store-needed, and what opening raises
 */
export async function openGivenStore(place: string | undefined): Promise<Store> {
  if (!place)
    throw new StatementStanceError(
      "store-needed",
      "no store was given: --store FILE, or --store postgres://…",
    );
  const { openStore } = await import("../store/index.js");
  return openStore(place);
}

/** Says on standard error that a server is waited for. */
export const tellWaiting: OnWait = (error) => {
  process.stderr.write(`statement-stance: waiting: ${error.message} [${error.code}]\n`);
};
