import { StatementStanceError } from "../errors/index.js";
import type { EvaluateRequest, EvaluateResult, LabelledDocument } from "../schemas/index.js";
import { openThreads } from "../threads/index.js";
import type { EvaluatorAnswer, EvaluatorTask } from "./evaluator-worker.js";

/** Reads and compares labels beside the main thread, which a large set would hold up for seconds. */
export interface Evaluator {
  /** The documents of gold, for the model to say what it thinks of their texts. */
  readGold(request: EvaluateRequest, signal: AbortSignal): Promise<LabelledDocument[]>;
  /** `predicted` are the model's, where the request has none. */
  evaluate(
    request: EvaluateRequest,
    predicted: readonly LabelledDocument[] | undefined,
    signal: AbortSignal,
  ): Promise<EvaluateResult>;
}

/** One thread, which takes one set of labels after another. */
export function createEvaluator(): Evaluator {
  const threads = openThreads<EvaluatorTask, EvaluatorAnswer>({
    module: new URL("./evaluator-worker.js", import.meta.url),
    most: 1,
    megabytes: 1024,
    tooLarge: ["body-too-large", "the labels are too many to compare"],
  });
  const run = async (task: EvaluatorTask, signal: AbortSignal): Promise<EvaluatorAnswer> => {
    const answer = await threads.run(task, signal);
    if ("refused" in answer) {
      const { code, message, place } = answer.refused;
      throw new StatementStanceError(code, message, place);
    }
    return answer;
  };
  return {
    async readGold(request, signal) {
      const answer = await run({ request, want: "gold" }, signal);
      return "gold" in answer ? answer.gold : [];
    },
    async evaluate(request, predicted, signal) {
      const answer = await run({ request, predicted, want: "evaluation" }, signal);
      if ("evaluation" in answer) return answer.evaluation;
      throw new StatementStanceError("internal", "the thread did not answer what it was asked");
    },
  };
}
