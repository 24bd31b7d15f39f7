import Table from "cli-table3";
import type { Command } from "commander";
import { parseOrThrow } from "../errors/index.js";
import { AliasDecision } from "../schemas/index.js";
import type { Store } from "../store/index.js";
import { openGivenStore, withStore } from "./store-options.js";

interface AliasFlags {
  readonly store?: string;
  readonly by?: string;
  readonly json?: boolean;
}

const MOST_SUGGESTIONS = 50;

const EXAMPLES = `
Examples:
  $ statement-stance alias suggest --store archive.sqlite
  $ statement-stance alias confirm "Bagheri" "Ali Bagheri" --by ece
  $ statement-stance alias reject "Bagheri" "Bagheri Kani"
  $ statement-stance alias withdraw "Bagheri"

Names are never joined by themselves: suggestions are shown, and a person confirms or rejects them.`;

/** `statement-stance alias …` */
export function registerAlias(program: Command): void {
  const alias = program
    .command("alias")
    .description("join names of one person or body over documents")
    .addHelpText("after", EXAMPLES);
  const json = ["--json", "as JSON"] as const;
  withStore(alias.command("list").description("decisions that people took"))
    .option(...json)
    .action(list);
  withStore(alias.command("suggest").description("names that may be the same"))
    .option(...json)
    .action(suggest);
  for (const [name, same] of [
    ["confirm", true],
    ["reject", false],
  ] as const) {
    withStore(
      alias.command(name).description(same ? "list NAME's statements under CANONICAL" : "they are different"),
    )
      .argument("<name>", "as it is stored")
      .argument("<canonical>", "the other name, as it is stored")
      .option("--by <person>", "who decides")
      .action((from: string, to: string, flags: AliasFlags) => decide(from, to, same, flags));
  }
  withStore(alias.command("withdraw").description("take a decision back"))
    .argument("<name>", "the first name of the decision")
    .action((name: string, { store }: AliasFlags) =>
      withStoreOpen(store, (open) => open.withdrawAlias(name)),
    );
}

const decide = (name: string, canonical: string, same: boolean, { store, by }: AliasFlags): Promise<void> =>
  withStoreOpen(store, (open) =>
    open.decideAlias(parseOrThrow(AliasDecision, { name, canonical, same, by }, "invalid-option")),
  );

function list({ store, json }: AliasFlags): Promise<void> {
  return withStoreOpen(store, async (open) => {
    const aliases = await open.aliases();
    const rows = aliases.map((one) => [
      one.name,
      one.same ? "is" : "is not",
      one.canonical,
      one.by ?? "",
      one.decided,
    ]);
    print(json ? aliases : undefined, ["name", "", "canonical", "by", "when"], rows);
  });
}

function suggest({ store, json }: AliasFlags): Promise<void> {
  return withStoreOpen(store, async (open) => {
    const suggestions = await open.suggestAliases(MOST_SUGGESTIONS);
    const rows = suggestions.map((one) => [one.name, one.canonical, one.statements, one.alternatives]);
    print(json ? suggestions : undefined, ["name", "may be", "statements", "other candidates"], rows);
  });
}

function print(json: unknown, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${json === undefined ? table.toString() : JSON.stringify(json, null, 2)}\n`);
}

async function withStoreOpen(place: string | undefined, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openGivenStore(place);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
