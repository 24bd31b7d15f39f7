import { getOf, json, problems, ref } from "./openapi-parts.js";

const SAMPLE = "“We back the plan,” Hakan Fidan said.";
const ROW = {
  id: "a1",
  text: SAMPLE,
  statements: [
    {
      source: [[20, 31]],
      cue: [[32, 36]],
      content: [[0, 19]],
      speaker: "Hakan Fidan",
      speaker_type: "person",
      targets: [{ span: [13, 17], text: "plan", name: "plan", stance: "favor" }],
    },
  ],
};
const SENT_CODES = [
  "invalid-request",
  "unauthorized",
  "forbidden",
  "rate-limited",
  "invalid-json",
  "invalid-encoding",
  "unsupported-media-type",
  "request-timeout",
  "body-too-large",
  "overloaded",
  "deadline-exceeded",
  "internal",
] as const;

/** The paths of labels: figures against gold, and the backend of Label Studio. */
export const LABEL_PATHS = {
  "/v1/evaluate": {
    post: {
      operationId: "evaluate",
      summary: "Figures of labels against gold, or of the model",
      description:
        "Either side is rows of JSON, the content of a file (JSON lines, JSON, CSV), or brat's files. Results of /v1/classify take their texts from gold. Figures are in percent, with 95% bootstrap intervals over documents.",
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: ref("EvaluateRequest"),
            examples: { model: { summary: "the model", value: { gold: [ROW] } } },
          },
        },
      },
      responses: {
        200: { description: "The figures", content: json(ref("EvaluateResult")) },
        ...problems(
          ...SENT_CODES,
          "not-acceptable",
          "gold-invalid",
          "gold-offset",
          "gold-text-differs",
          "gold-duplicate-id",
          "gold-missing-document",
          "gold-unknown-label",
          "gold-empty",
          "text-too-long",
        ),
      },
    },
  },
  "/predict": {
    post: {
      operationId: "labelStudioPredict",
      summary: "Label Studio: pre-annotations for tasks",
      description: "For projects with the labelling configuration docs/label-studio.xml.",
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: ref("LabelStudioPredict"),
            example: { tasks: [{ id: 1, data: { text: SAMPLE } }] },
          },
        },
      },
      responses: {
        200: { description: "A prediction for each task", content: json(ref("LabelStudioPredictions")) },
        ...problems(...SENT_CODES, "text-too-long"),
      },
    },
  },
  "/setup": {
    post: {
      operationId: "labelStudioSetup",
      summary: "Label Studio: a project is connected",
      requestBody: { required: true, content: json(ref("LabelStudioSetup")) },
      responses: {
        200: {
          description: "The model's version",
          content: json({
            type: "object",
            required: ["model_version"],
            properties: { model_version: { type: "string" } },
          }),
        },
        ...problems(...SENT_CODES),
      },
    },
  },
  "/health": getOf(
    "labelStudioHealth",
    "Label Studio: the backend is up",
    json({
      type: "object",
      required: ["status"],
      properties: { status: { const: "UP" }, model_class: { type: "string" } },
    }),
    "shutting-down",
  ),
};
