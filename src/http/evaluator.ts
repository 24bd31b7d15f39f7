import { Piscina } from "piscina";
import { StatementStanceError } from "../errors/index.js";
import type { EvaluateRequest, EvaluateResult, LabelledDocument } from "../schemas/index.js";
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

const IDLE_MS = 60_000;
const MEGABYTES = 1024;

/** One thread, started when the first labels come, and ended when none have come for a minute. */
export function createEvaluator(): Evaluator {
  const pool = new Piscina<EvaluatorTask, EvaluatorAnswer>({
    filename: new URL("./evaluator-worker.js", import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  const run = async (task: EvaluatorTask, signal: AbortSignal): Promise<EvaluatorAnswer> => {
    const answer = await pool.run(task, { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw new StatementStanceError("client-closed", "the work was given up", { cause });
      if ((cause as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") throw cause;
      throw new StatementStanceError("body-too-large", "the labels are too many to compare", { cause });
    });
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
