import { Router } from "express";
import { parseOrThrow, StatementStanceError } from "../../errors/index.js";
import { modelVersion, predictDocuments, predictionOf, textTagOf } from "../../labels/index.js";
import { LabelStudioPredict, type LabelStudioPredictions, LabelStudioSetup } from "../../schemas/index.js";
import { aboutField } from "../about-field.js";
import { requiredJson } from "../body.js";
import type { ServiceContext } from "../context.js";
import { withinDeadline } from "../deadline.js";
import { refuseMethod } from "../problems.js";

/**
 * The protocol of Label Studio's machine learning backends, so that it can ask for pre-annotations: POST /predict,
 * POST /setup, GET /health.
 */
export function labelStudioResource(context: ServiceContext): Router {
  const { settings, classifier, isDraining, readBody } = context;
  const router = Router();
  router
    .route("/predict")
    .post(readBody(), async (request, response) => {
      const asked = parseOrThrow(LabelStudioPredict, requiredJson(request), "invalid-request");
      response.json(
        await withinDeadline(response, settings.deadlineMs, (signal) => predict(context, asked, signal)),
      );
    })
    .all(refuseMethod("POST"));
  router
    .route("/setup")
    .post(readBody(), async (request, response) => {
      const { schema } = parseOrThrow(LabelStudioSetup, requiredJson(request), "invalid-request");
      await textTagOf(schema);
      response.json({ model_version: modelVersion(classifier) });
    })
    .all(refuseMethod("POST"));
  router
    .route("/health")
    .get((_request, response) => {
      if (isDraining()) throw new StatementStanceError("shutting-down", "the service is stopping");
      response.json({ status: "UP", model_class: "statement-stance" });
    })
    .all(refuseMethod("GET"));
  return router;
}

async function predict(
  { classifier, admission }: ServiceContext,
  { tasks, label_config }: LabelStudioPredict,
  signal: AbortSignal,
): Promise<LabelStudioPredictions> {
  const { key, toName } = await textTagOf(label_config);
  const field = (index: number) => `tasks[${index}].data.${key}`;
  const documents = tasks.map(({ id, data }, index) => {
    const text = data[key];
    if (typeof text === "string" && text.trim() !== "") return { id: String(id ?? index), text };
    throw aboutField(new StatementStanceError("invalid-request", "the task has no text"), field(index));
  });
  const texts = documents.map(({ text }) => text);
  const leave = admission.enter(texts, { all: "tasks", one: field });
  try {
    const version = modelVersion(classifier);
    const predicted = await predictDocuments(classifier, documents, signal);
    return {
      results: predicted.map((document) => predictionOf(document, version, { toName })),
      model_version: version,
    };
  } finally {
    leave();
  }
}
