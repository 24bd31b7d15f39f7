import { quotedKinds } from "../classifier/quoted-kind/index.js";
import { type ErrorCode, type ErrorPlace, StatementStanceError } from "../errors/index.js";
import { compareSystems, evaluate, pairDocuments } from "../evaluation/index.js";
import { type LabelInput, type ReadOptions, readSoundLabels } from "../labels/index.js";
import type { EvaluateRequest, EvaluateResult, LabelledDocument, SentLabels } from "../schemas/index.js";

export interface EvaluatorTask {
  readonly request: EvaluateRequest;
  readonly predicted?: readonly LabelledDocument[] | undefined;
  readonly want: "gold" | "evaluation";
}

/** What the thread answers: errors of ours do not cross threads as what they are. */
export type EvaluatorAnswer =
  | { readonly gold: LabelledDocument[] }
  | { readonly evaluation: EvaluateResult }
  | {
      readonly refused: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly place: Omit<ErrorPlace, "cause">;
      };
    };

/** Runs in a worker thread. */
export default function answer({ request, predicted, want }: EvaluatorTask): EvaluatorAnswer {
  try {
    const gold = read(request.gold, "gold", { prefer: "annotations" });
    return want === "gold" ? { gold } : { evaluation: evaluation(request, gold, predicted) };
  } catch (error) {
    if (!(error instanceof StatementStanceError)) throw error;
    return { refused: { code: error.code, message: error.message, place: error.place } };
  }
}

function evaluation(
  { predicted: sent, compare }: EvaluateRequest,
  gold: readonly LabelledDocument[],
  ours: readonly LabelledDocument[] | undefined,
): EvaluateResult {
  const texts = new Map(gold.map(({ id, text }) => [id, text]));
  const options = { prefer: "predictions", texts } as const;
  const documents = pairDocuments(gold, sent ? read(sent, "predicted", options) : (ours ?? []));
  const result = evaluate(documents, quotedKinds);
  if (!compare) return result;
  const others = pairDocuments(gold, read(compare, "compare", options));
  return { ...result, comparisons: compareSystems(documents, others) };
}

function read(sent: SentLabels, name: string, options: ReadOptions): LabelledDocument[] {
  const { documents } = readSoundLabels(inputOf(sent, name), { ...options, ...formatOf(sent) });
  return documents.map(({ document }) => document);
}

function inputOf(sent: SentLabels, name: string): LabelInput {
  if (typeof sent === "string") return { name, files: new Map([[name, sent]]) };
  if (Array.isArray(sent)) return { name, files: new Map([[name, JSON.stringify(sent)]]) };
  return { name, files: new Map(Object.entries(sent.files)) };
}

/** JSON tells its format itself; any other text is CSV. */
function formatOf(sent: SentLabels): ReadOptions {
  if (typeof sent === "string") return /^\s*[[{]/.test(sent) ? {} : { format: "csv" };
  return Array.isArray(sent) ? {} : { format: "brat" };
}
