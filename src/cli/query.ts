import { Argument, type Command, Option } from "commander";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { storedCsv, storedCsvHeader, writeParquet } from "../formats/stored-statements/index.js";
import {
  MatrixQuery,
  NameQuery,
  SORTS,
  STANCES,
  STATEMENT_KINDS,
  StanceQuery,
  StatementQuery,
  type StoredStatement,
} from "../schemas/index.js";
import type { Store } from "../store/index.js";
import { openOutput } from "./output.js";
import { matrixTable, namesTable, seriesTable, statementsTable } from "./query-tables.js";
import { openGivenStore, withStore } from "./store-options.js";

const WHAT = ["statements", "speakers", "targets", "stances", "matrix"] as const;
type What = (typeof WHAT)[number];

interface QueryFlags {
  readonly store?: string;
  readonly format: "table" | "json" | "csv" | "parquet";
  readonly output?: string;
  readonly all?: boolean;
  readonly [condition: string]: unknown;
}

/** Rows asked of the store at a time where all are wanted. */
const STEP = 1000;

const EXAMPLES = `
Examples:
  $ statement-stance query --speaker bagheri --target israel --store archive.sqlite
  $ statement-stance query --stance against --text '"prisoner exchange"' --from 2024-01 --to 2024-06
  $ statement-stance query --all --format csv --output statements.csv
  $ statement-stance query speakers --target israel
  $ statement-stance query stances --speaker bagheri --target israel --by month
  $ statement-stance query matrix --size 5

Names are found as people write them: case and accents are free, and a surname alone is enough where one person bears it.`;

/** `statement-stance query [WHAT]` */
export function registerQuery(program: Command): void {
  withStore(
    program.command("query").description("ask the store: who said what of whom, for or against, and when"),
  )
    .addArgument(new Argument("[what]", "what to list").choices(WHAT).default("statements"))
    .option("--speaker <name>", "who speaks (repeatable in a matrix)", collect)
    .option("--target <name>", "who or what is spoken of (repeatable in a matrix)", collect)
    .addOption(new Option("--stance <stance>", "towards the target").choices(STANCES))
    .option("--text <words>", 'words of the content; "a phrase", begin*, -without')
    .option("--from <date>", "first day, month or year: 2024, 2024-05, 2024-05-31")
    .option("--to <date>", "last day, month or year, included")
    .option("--document <id>", "of one document")
    .addOption(new Option("--kind <kind>", "direct, mixed or indirect speech").choices(STATEMENT_KINDS))
    .option("--min-confidence <share>", "0 to 1")
    .option("--job <number>", "scored by this job")
    .option("--name <words>", "speakers or targets whose name has words that begin so")
    .addOption(new Option("--by <period>", "periods of stances").choices(["month", "year"]))
    .option("--size <count>", "rows and columns of a matrix without names")
    .addOption(new Option("--sort <by>", "order of statements").choices(SORTS))
    .addOption(new Option("--order <way>", "of the sorting").choices(["asc", "desc"]))
    .option("--limit <count>", "rows of a page (default: 50)")
    .option("--cursor <cursor>", "the next page, as the page before says")
    .option("--all", "all statements instead of a page")
    .addOption(
      new Option("-f, --format <format>", "how to write")
        .choices(["table", "json", "csv", "parquet"])
        .default("table"),
    )
    .option("-o, --output <file>", "write to a file instead of standard output")
    .addHelpText("after", EXAMPLES)
    .action(query);
}

async function query(what: What, flags: QueryFlags): Promise<void> {
  const { store: place, format, output: _output, all: _all, ...conditions } = flags;
  if (what !== "statements" && (format === "csv" || format === "parquet")) {
    throw new StatementStanceError("invalid-option", `format: ${what} are written as table or json`);
  }
  const store = await openGivenStore(place);
  try {
    if (what === "statements") await queryStatements(store, single(conditions), flags);
    else await print(await answer(store, what, conditions, format), flags.output);
  } finally {
    await store.close();
  }
}

async function answer(
  store: Store,
  what: Exclude<What, "statements">,
  conditions: Record<string, unknown>,
  format: QueryFlags["format"],
): Promise<string> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  if (what === "matrix") {
    const matrix = await store.matrix(parseOrThrow(MatrixQuery, conditions, "invalid-option"));
    return format === "json" ? json(matrix) : matrixTable(matrix);
  }
  if (what === "stances") {
    const series = await store.stances(parseOrThrow(StanceQuery, single(conditions), "invalid-option"));
    return format === "json" ? json(series) : seriesTable(series);
  }
  const names = parseOrThrow(NameQuery, single(conditions), "invalid-option");
  const page = what === "speakers" ? await store.speakers(names) : await store.targets(names);
  return format === "json" ? json(page) : namesTable(page);
}

async function queryStatements(
  store: Store,
  conditions: Record<string, unknown>,
  flags: QueryFlags,
): Promise<void> {
  const { format, output, all } = flags;
  const asked = parseOrThrow(StatementQuery, conditions, "invalid-option");
  if (format === "parquet") {
    if (!output)
      throw new StatementStanceError("invalid-option", "format: parquet is written to a file: --output FILE");
    return writeParquet(output, pages(store, asked, true));
  }
  if (format === "json" && !all)
    return print(`${JSON.stringify(await store.statements(asked), null, 2)}\n`, output);
  const out = await openOutput(output);
  if (format === "csv") await out.write(storedCsvHeader());
  for await (const statements of pages(store, asked, all === true)) {
    if (format === "csv") await out.write(storedCsv(statements));
    else if (format === "json") await out.write(statements.map((one) => `${JSON.stringify(one)}\n`).join(""));
    else await out.write(statementsTable(statements, out.columns));
  }
  await out.end();
}

/** A page, or all pages; what the user must know of it goes to standard error. */
async function* pages(store: Store, asked: StatementQuery, all: boolean): AsyncGenerator<StoredStatement[]> {
  let cursor = asked.cursor;
  let first = true;
  do {
    const page = await store.statements({ ...asked, ...(all && { limit: STEP }), cursor });
    if (first) tellNames(page.names);
    first = false;
    yield page.statements;
    if (!all && page.next) process.stderr.write(`more: --cursor ${page.next}\n`);
    cursor = page.next ?? undefined;
  } while (all && cursor);
}

function tellNames(names: {
  speaker?: { asked: string; matched: string[]; similar: string[] };
  target?: { asked: string; matched: string[]; similar: string[] };
}): void {
  for (const [role, match] of Object.entries(names)) {
    const found = match.matched.length > 0 ? match.matched.join(", ") : "no such name";
    const similar = match.similar.length > 0 ? ` (not searched: ${match.similar.join(", ")})` : "";
    process.stderr.write(`${role} '${match.asked}': ${found}${similar}\n`);
  }
}

/** Names are lists for the matrix only. */
function single(conditions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(conditions).map(([key, value]) => {
      if (!Array.isArray(value)) return [key, value];
      if (value.length > 1)
        throw new StatementStanceError(
          "invalid-option",
          `${key}: one name is needed, and ${value.length} were given`,
        );
      return [key, value[0]];
    }),
  );
}

async function print(text: string, output: string | undefined): Promise<void> {
  const out = await openOutput(output);
  await out.write(text);
  await out.end();
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];
