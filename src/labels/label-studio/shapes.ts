import { z } from "zod";

const offset = z.int().nonnegative();

/** A region, something said of a region, or a relation between two; as Label Studio 1.x exports and imports them. */
export const ResultItem = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("labels"),
    id: z.string(),
    from_name: z.string(),
    to_name: z.string(),
    value: z.looseObject({
      start: offset,
      end: offset,
      text: z.string().optional(),
      labels: z.array(z.string()),
    }),
    score: z.number().nullish(),
  }),
  z.looseObject({
    type: z.literal("choices"),
    id: z.string().optional(),
    from_name: z.string(),
    to_name: z.string(),
    value: z.looseObject({ choices: z.array(z.string()) }),
    score: z.number().nullish(),
  }),
  z.looseObject({
    type: z.literal("textarea"),
    id: z.string().optional(),
    from_name: z.string(),
    to_name: z.string(),
    value: z.looseObject({ text: z.union([z.string(), z.array(z.string())]) }),
    score: z.number().nullish(),
  }),
  z.looseObject({
    type: z.literal("relation"),
    from_id: z.string(),
    to_id: z.string(),
    direction: z.enum(["left", "right", "bi"]).optional(),
    labels: z.array(z.string()).nullish(),
  }),
]);
export type ResultItem = z.infer<typeof ResultItem>;

const Annotator = z.union([z.int(), z.looseObject({ id: z.int().optional(), email: z.string().optional() })]);

export const Annotation = z.looseObject({
  id: z.union([z.string(), z.int()]).optional(),
  completed_by: Annotator.nullish(),
  was_cancelled: z.boolean().optional(),
  ground_truth: z.boolean().optional(),
  result: z.array(z.unknown()),
});
export type Annotation = z.infer<typeof Annotation>;

export const Prediction = z.looseObject({
  model_version: z.string().nullish(),
  score: z.number().nullish(),
  result: z.array(z.unknown()),
});
export type Prediction = z.infer<typeof Prediction>;

/** A task of an export (JSON, not JSON_MIN) or of an import with pre-annotations. */
export const Task = z.looseObject({
  id: z.union([z.int(), z.string()]).optional(),
  data: z.looseObject({ text: z.string().min(1) }),
  annotations: z.array(Annotation).optional(),
  predictions: z.array(Prediction).optional(),
});
export type Task = z.infer<typeof Task>;
