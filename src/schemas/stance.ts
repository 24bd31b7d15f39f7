import { z } from "zod";

export const STANCES = ["favor", "against", "neutral"] as const;

export const Stance = z
  .enum(STANCES)
  .describe("the speaker's own stance towards the target, not the writer's");
export type Stance = z.infer<typeof Stance>;

export const StanceScores = z
  .object({ favor: z.number(), against: z.number(), neutral: z.number() })
  .describe("calibrated probabilities, summing to 1");
export type StanceScores = z.infer<typeof StanceScores>;
