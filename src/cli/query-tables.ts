import Table from "cli-table3";
import type {
  NameMatches,
  SpeakerCount,
  StanceCounts,
  StanceMatrix,
  StanceSeries,
  StoredStatement,
  TargetCount,
} from "../schemas/index.js";

const STYLE = { style: { head: [], border: [] }, wordWrap: true };
/** Widths of the columns before the content. */
const DATE = 12;
const SPEAKER = 22;
const ABOUT = 30;
const LEAST_CONTENT = 24;

/** Statements for a person's eyes: when, who, of what and for or against, and the words. */
export function statementsTable(statements: readonly StoredStatement[], columns: number): string {
  const content = Math.max(LEAST_CONTENT, columns - DATE - SPEAKER - ABOUT - 5);
  const table = new Table({
    head: ["date", "speaker", "about", "content"],
    colWidths: [DATE, SPEAKER, ABOUT, content],
    ...STYLE,
  });
  for (const { document, speaker, targets, content: said } of statements) {
    const about = targets.map(({ name, stance }) => `${stance}: ${name}`).join("\n");
    table.push([
      document.date?.slice(0, 10) ?? "",
      speaker?.name ?? "",
      about,
      said.text.replace(/\s+/g, " "),
    ]);
  }
  return `${table.toString()}\n`;
}

/** Speakers or targets with their counts. */
export function namesTable(
  page: ({ speakers: SpeakerCount[] } | { targets: TargetCount[] }) & {
    next: string | null;
    names: NameMatches;
  },
): string {
  const speakers = "speakers" in page;
  const counts = ["statements", "favor", "against", "neutral"];
  const table = new Table({ head: speakers ? ["speaker", "statements"] : ["target", ...counts], ...STYLE });
  if (speakers) table.push(...page.speakers.map(({ name, statements }) => [name, statements]));
  else table.push(...page.targets.map((row) => [row.name, row.statements, ...stances(row)]));
  return `${table.toString()}\n${page.next ? `more: --cursor ${page.next}\n` : ""}`;
}

const stances = ({ favor, against, neutral }: StanceCounts): number[] => [favor, against, neutral];

/** Stances by month or year. */
export function seriesTable({ periods }: StanceSeries): string {
  const table = new Table({ head: ["period", "favor", "against", "neutral"], ...STYLE });
  for (const row of periods) table.push([row.period ?? "undated", ...stances(row)]);
  return `${table.toString()}\n`;
}

/** Speakers by targets: for + against - neutral =. */
export function matrixTable({ speakers, targets, cells }: StanceMatrix): string {
  const table = new Table({ head: ["", ...targets], ...STYLE });
  speakers.forEach((speaker, row) => {
    const counts = cells[row]!.map(({ favor, against, neutral }) => `+${favor} -${against} =${neutral}`);
    table.push([speaker, ...counts]);
  });
  return `${table.toString()}\n`;
}
