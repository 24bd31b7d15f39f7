import { Router } from "express";
import { parseOrThrow } from "../../errors/index.js";
import { predictDocuments } from "../../labels/index.js";
import { EvaluateRequest } from "../../schemas/index.js";
import { acceptedType } from "../archive.js";
import { requiredJson } from "../body.js";
import type { ServiceContext } from "../context.js";
import { withinDeadline } from "../deadline.js";
import { createEvaluator } from "../evaluator.js";
import { refuseMethod } from "../problems.js";

/** POST /v1/evaluate: labels against gold, or the model against gold. */
export function evaluateResource({ settings, classifier, admission, readBody }: ServiceContext): Router {
  const evaluator = createEvaluator();
  const ask = async (request: EvaluateRequest, signal: AbortSignal) => {
    const gold = await evaluator.readGold(request, signal);
    const texts = gold.map(({ text }) => text);
    const leave = admission.enter(texts, { all: "gold", one: () => "gold" });
    try {
      return await predictDocuments(classifier, gold, signal);
    } finally {
      leave();
    }
  };
  const router = Router();
  router
    .route("/v1/evaluate")
    .post(readBody(), async (request, response) => {
      acceptedType(request, ["application/json"]);
      const sent = parseOrThrow(EvaluateRequest, requiredJson(request), "invalid-request");
      const result = await withinDeadline(response, settings.deadlineMs, async (signal) => {
        const predicted = sent.predicted ? undefined : await ask(sent, signal);
        return evaluator.evaluate(sent, predicted, signal);
      });
      response.json(result);
    })
    .all(refuseMethod("POST"));
  return router;
}
