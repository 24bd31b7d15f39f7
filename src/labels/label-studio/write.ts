import type {
  LabelledDocument,
  LabelledStatement,
  LabelledTarget,
  LabelStudioPredictions,
  Span,
} from "../../schemas/index.js";
import { wordsOf } from "../passages.js";
import { type PartLabel, TAGS } from "./names.js";

type Item = LabelStudioPredictions["results"][number]["result"][number];

/** Names of the text's tag in a project's configuration, where they are not those of docs/label-studio.xml. */
export interface ResultNames {
  readonly toName: string;
}

/**
 * Documents as tasks to import: as annotations, or as predictions (pre-annotations) that annotators start from.
 * The offsets of Label Studio count code points.
 */
export function writeTasks(
  documents: readonly LabelledDocument[],
  as: "annotations" | "predictions",
): string {
  const tasks = documents.map((document) => {
    const { id, text, fields, model } = document;
    const result = resultOf(document);
    const data = { ...fields, id, text };
    if (as === "annotations")
      return { data, annotations: [{ result, was_cancelled: false, ground_truth: false }] };
    return { data, predictions: [predictionOf(document, model ?? "gold")] };
  });
  return `${JSON.stringify(tasks, null, 1)}\n`;
}

/** What a machine learning backend answers for a task. The score is the mean confidence of the statements. */
export function predictionOf(
  document: LabelledDocument,
  modelVersion: string,
  names?: ResultNames,
): LabelStudioPredictions["results"][number] {
  const confidences = document.statements.flatMap(({ confidence }) => confidence ?? []);
  const score = confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
  return {
    model_version: modelVersion,
    ...(confidences.length > 0 && { score }),
    result: resultOf(document, names),
  };
}

/** A document's statements as regions, what is said of each, and relations from a content to its other parts. */
export function resultOf(
  { text, statements }: LabelledDocument,
  names: ResultNames = { toName: TAGS.text },
): Item[] {
  const points = Array.from(text);
  return statements.flatMap((statement, index) => statementItems(statement, `s${index + 1}`, points, names));
}

function statementItems(
  statement: LabelledStatement,
  id: string,
  points: readonly string[],
  { toName }: ResultNames,
): Item[] {
  const { source, cue, content, speaker, speakerType, speakerConfidence, confidence, targets } = statement;
  const hub = `${id}-content-1`;
  const to = { to_name: toName };
  const value = (span: Span) => ({ start: span[0], end: span[1], text: wordsOf(points, [span]) });
  const region = (part: string, label: PartLabel, span: Span, score?: number) => [
    {
      id: part,
      from_name: TAGS.part,
      ...to,
      type: "labels",
      value: { ...value(span), labels: [label] },
      ...(score !== undefined && { score }),
    },
    ...(part === hub ? [] : [relation(hub, part, label)]),
  ];
  const choice = (part: string, tag: string, span: Span, chosen: string) => ({
    id: part,
    from_name: tag,
    ...to,
    type: "choices",
    value: { ...value(span), choices: [chosen] },
  });
  const words = (part: string, tag: string, span: Span, written: string, score?: number) => ({
    id: part,
    from_name: tag,
    ...to,
    type: "textarea",
    value: { ...value(span), text: [written] },
    ...(score !== undefined && { score }),
  });
  const target = ({ span, name, stance, confidence: score }: LabelledTarget, index: number) => {
    const part = `${id}-target-${index + 1}`;
    if (!span) return [];
    return [
      ...region(part, index === 0 ? "Chief target" : "Target", span, score),
      choice(part, TAGS.stance, span, stance),
      words(part, TAGS.targetName, span, name),
    ];
  };
  const first = content[0]!;
  return [
    ...content.flatMap((span, i) =>
      region(`${id}-content-${i + 1}`, "Content", span, i === 0 ? confidence : undefined),
    ),
    ...(speakerType ? [choice(hub, TAGS.speakerType, first, speakerType)] : []),
    ...(speaker ? [words(hub, TAGS.speaker, first, speaker, speakerConfidence)] : []),
    ...cue.flatMap((span, i) => region(`${id}-cue-${i + 1}`, "Cue", span)),
    ...source.flatMap((span, i) => region(`${id}-source-${i + 1}`, "Source", span)),
    ...targets.flatMap(target),
  ];
}

const RELATIONS: Record<PartLabel, string> = {
  Content: "goes on",
  Cue: "cue",
  Source: "source",
  "Chief target": "target",
  Target: "target",
};

function relation(from: string, to: string, label: PartLabel): Item {
  return { from_id: from, to_id: to, type: "relation", direction: "right", labels: [RELATIONS[label]] };
}
