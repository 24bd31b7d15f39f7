import { z } from "zod";
import { shortList } from "./list.js";

const Project = z.union([z.string(), z.int()]).nullish().describe("id, or id and time of creation");

/** It is parsed on the main thread: one of this length takes some hundredths of a second. */
const Configuration = z
  .string()
  .max(64 * 1024)
  .nullish()
  .describe("the project's labelling configuration");

/** What Label Studio asks of a machine learning backend. Other fields that it sends are passed over. */
export const LabelStudioPredict = z.looseObject({
  tasks: shortList(
    z.looseObject({
      id: z.union([z.int(), z.string()]).optional(),
      data: z.record(z.string(), z.unknown()),
    }),
    1000,
  ),
  project: Project,
  label_config: Configuration,
});
export type LabelStudioPredict = z.infer<typeof LabelStudioPredict>;

export const LabelStudioPredictions = z.object({
  results: z
    .array(
      z.object({
        model_version: z.string(),
        score: z.number().optional().describe("mean confidence of the statements"),
        result: z
          .array(z.record(z.string(), z.unknown()))
          .describe("regions, what is said of them, and relations"),
      }),
    )
    .describe("one for each task, in their order"),
  model_version: z.string(),
});
export type LabelStudioPredictions = z.infer<typeof LabelStudioPredictions>;

/** What Label Studio sends when a backend is connected to a project. */
export const LabelStudioSetup = z.looseObject({
  project: Project,
  schema: Configuration,
});
export type LabelStudioSetup = z.infer<typeof LabelStudioSetup>;
