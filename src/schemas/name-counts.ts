import { z } from "zod";
import { NameMatches } from "./stored-statement.js";

const count = z.int().nonnegative();

export const StanceCounts = z.object({ favor: count, against: count, neutral: count });
export type StanceCounts = z.infer<typeof StanceCounts>;

export const SpeakerCount = z.object({ name: z.string(), statements: count });
export type SpeakerCount = z.infer<typeof SpeakerCount>;

export const TargetCount = StanceCounts.extend({
  name: z.string(),
  statements: count.describe("stances towards it"),
});
export type TargetCount = z.infer<typeof TargetCount>;

export const SpeakerPage = z.object({
  speakers: z.array(SpeakerCount),
  next: z.string().nullable(),
  names: NameMatches,
});
export type SpeakerPage = z.infer<typeof SpeakerPage>;

export const TargetPage = z.object({
  targets: z.array(TargetCount),
  next: z.string().nullable(),
  names: NameMatches,
});
export type TargetPage = z.infer<typeof TargetPage>;

/** Stances towards a target by month or year. */
export const StanceSeries = z.object({
  periods: z.array(
    StanceCounts.extend({
      period: z.string().nullable().describe("YYYY-MM or YYYY; null: undated documents"),
    }),
  ),
  names: NameMatches,
});
export type StanceSeries = z.infer<typeof StanceSeries>;

/** Speakers by targets; cells are rows in the order of `speakers`, columns in the order of `targets`. */
export const StanceMatrix = z.object({
  speakers: z.array(z.string()),
  targets: z.array(z.string()),
  cells: z.array(z.array(StanceCounts)),
});
export type StanceMatrix = z.infer<typeof StanceMatrix>;
