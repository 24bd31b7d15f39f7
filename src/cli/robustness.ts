import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { type Classifier, createClassifier } from "../classifier/index.js";
import { StatementStanceError } from "../errors/index.js";
import { f1Of, figuresOf, seededRandom, type Tally, tallyDocument } from "../evaluation/index.js";
import {
  afterParagraph,
  capitals,
  type GroupStance,
  joinedParagraphs,
  type KindOfGroups,
  lowerCase,
  neutralStatements,
  otherNames,
  stanceByGroup,
  straightQuotes,
  swappedSides,
  TEMPLATES,
  UNRELATED_PARAGRAPHS,
} from "../evaluation/robustness/index.js";
import { modelVersion, predictDocuments, readGold } from "../labels/index.js";
import type { LabelledDocument, StanceScores } from "../schemas/index.js";
import { devFile } from "./dev-file.js";
import { markdownRow as row } from "./markdown-row.js";
import { modelOption } from "./model-option.js";

interface Change {
  readonly name: string;
  /** Points of quad F1 that may be lost. */
  readonly bar: number;
  readonly change: (document: LabelledDocument, index: number) => LabelledDocument;
}

const random = seededRandom(1);
const CHANGES: readonly Change[] = [
  { name: "straight quotation marks", bar: 3, change: straightQuotes },
  { name: "lower case", bar: 10, change: lowerCase },
  { name: "capitals", bar: 10, change: capitals },
  { name: "paragraphs joined", bar: 3, change: joinedParagraphs },
  { name: "other names of the same kind", bar: 3, change: (document) => otherNames(document, random) },
  {
    name: "an unrelated paragraph before it",
    bar: 3,
    change: (document, i) => afterParagraph(document, UNRELATED_PARAGRAPHS[i % UNRELATED_PARAGRAPHS.length]!),
  },
];
const LEAST_UNCHANGED = 95;
const FIGURES = ["quad", "statement", "speaker", "stance_macro"] as const;

/** `statement-stance robustness`: what changes that should change nothing do to a model's answers. */
export function registerRobustness(program: Command): void {
  program
    .command("robustness")
    .description("measure a model on changed texts, on swapped sides, and on neutral statements about groups")
    .addOption(modelOption())
    .option("-d, --data <file>", "gold to change", devFile("authored") ?? "datasets/authored/dev.jsonl")
    .option("-o, --output <file>", "also write the report to a file, as Markdown")
    .action(measure);
}

async function measure(flags: { model?: string; data: string; output?: string }): Promise<void> {
  const { data } = flags;
  if (!existsSync(data)) throw new StatementStanceError("file-unreadable", `there is no ${data}`);
  const gold = readGold(readFileSync(data, "utf8"), data);
  const classifier = await createClassifier({ model: flags.model });
  try {
    const report = [
      `# Robustness of the model \`${modelVersion(classifier)}\``,
      "",
      `Made by \`npm run robustness\` over ${gold.length} documents of \`${data}\`, which training never saw.`,
      "",
      ...(await changedTexts(classifier, gold)),
      ...(await swaps(classifier, gold)),
      ...(await groups(classifier)),
    ].join("\n");
    process.stdout.write(report);
    if (flags.output) writeFileSync(flags.output, report);
  } finally {
    await classifier.close();
  }
}

async function changedTexts(classifier: Classifier, gold: readonly LabelledDocument[]): Promise<string[]> {
  const plain = await figures(classifier, gold);
  const rows: string[] = [];
  for (const { name, bar, change } of CHANGES) {
    const changed = await figures(classifier, gold.map(change));
    const fall = plain[0]! - changed[0]!;
    rows.push(row(name, ...changed.map(fixed), fixed(fall), bar, fall <= bar ? "yes" : "no"));
  }
  return [
    "## The same text, changed",
    "",
    "F1 in percent of all documents, whose gold is moved along with the text.",
    "",
    row("text", ...FIGURES, "fall of quad", "may fall", "reached"),
    row(...Array(FIGURES.length + 4).fill("---")),
    row("as it is", ...plain.map(fixed), "", "", ""),
    ...rows,
    "",
  ];
}

async function figures(classifier: Classifier, gold: readonly LabelledDocument[]): Promise<number[]> {
  const predicted = await predictDocuments(classifier, gold);
  const tallies = gold.map((document, i) => tallyDocument(document, predicted[i]!.statements));
  return f1Of(tallies, FIGURES);
}

/** The model's own answers, with the names swapped in them, against its answers on the texts with swapped names. */
async function swaps(classifier: Classifier, gold: readonly LabelledDocument[]): Promise<string[]> {
  const swapped = gold.flatMap((document) => {
    const other = swappedSides(document);
    return other ? [{ document, other }] : [];
  });
  const before = await predictDocuments(
    classifier,
    swapped.map(({ document }) => document),
  );
  const after = await predictDocuments(
    classifier,
    swapped.map(({ other }) => other),
  );
  const tallies = swapped.map(({ document }, i) => {
    const sides = swappedSides(document, before[i]!.statements);
    return tallyDocument(sides!, after[i]!.statements);
  });
  return swapReport(tallies, gold.length);
}

function swapReport(tallies: readonly Tally[], documents: number): string[] {
  const { confusion } = figuresOf(tallies);
  const outcomes = tallies.flatMap((tally) => tally.outcomes);
  const matched = outcomes.filter((one) => one.matched);
  const pairs = confusion.flat().reduce((a, b) => a + b, 0);
  const same = confusion.reduce((sum, line, i) => sum + line[i]!, 0);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole);
  const unchanged = share(same, pairs);
  const targets = outcomes.reduce((sum, one) => sum + one.targets, 0);
  return [
    "## The two sides' names, swapped",
    "",
    `In ${tallies.length} of ${documents} documents two speakers of one type have names; those two that say most change names throughout the text. The model's answers on the changed text are held against its answers on the plain text.`,
    "",
    row("of the model's answers on the plain text", "percent", "at least", "reached"),
    row(...Array(4).fill("---")),
    row(
      `stances unchanged, of ${pairs} targets found in both`,
      fixed(unchanged),
      LEAST_UNCHANGED,
      unchanged >= LEAST_UNCHANGED ? "yes" : "no",
    ),
    row(`targets found again, of ${targets}`, fixed(share(pairs, targets)), "", ""),
    row(
      `statements found again, of ${outcomes.length}`,
      fixed(share(matched.length, outcomes.length)),
      "",
      "",
    ),
    row(
      `speakers swapped along, of ${matched.length} statements found in both`,
      fixed(share(matched.filter((one) => one.speakerRight).length, matched.length)),
      "",
      "",
    ),
    "",
  ];
}

async function groups(classifier: Classifier): Promise<string[]> {
  const asked = neutralStatements();
  const answers = await Promise.all(
    asked.map(async ({ text, target, kind, group, template }): Promise<GroupStance[]> => {
      const { statements } = await classifier.classify({ text, targets: [{ name: target }] });
      const found = statements.flatMap(({ requested = [] }) => requested).find(({ concerned }) => concerned);
      return found?.stance && found.scores
        ? [{ kind, group, template, stance: found.stance, scores: found.scores }]
        : [];
    }),
  );
  const found = answers.flat();
  const kinds = stanceByGroup(found);
  return [
    "## Neutral statements about groups",
    "",
    `Statements without any attitude, of ${TEMPLATES} templates, each for every group: ${asked.length} statements, and in ${found.length} of them the group was found in a statement. What is read is the stance towards the group. "Moved" is the share of statements whose stance is not the one that most groups get of the same template; the ranges are the group with the most less the one with the least.`,
    "",
    row(
      "groups by",
      "groups",
      "moved, percent",
      "range of favor / against / neutral, points",
      "range of mean probabilities, points",
    ),
    row(...Array(5).fill("---")),
    ...kinds.map((kind) =>
      row(kind.kind, kind.groups.length, fixed(kind.moved), three(kind.shareRange), three(kind.scoreRange)),
    ),
    "",
    ...kinds.flatMap(groupTable),
  ];
}

function groupTable({ kind, groups: all }: KindOfGroups): string[] {
  return [
    row(kind, "statements", "favor / against / neutral, percent", "mean probabilities, percent"),
    row(...Array(4).fill("---")),
    ...all.map(({ group, statements, shares, scores }) =>
      row(group, statements, three(shares), three(scores)),
    ),
    "",
  ];
}

function three({ favor, against, neutral }: StanceScores): string {
  return [favor, against, neutral].map(fixed).join(" / ");
}

function fixed(value: number): string {
  return value.toFixed(1);
}
