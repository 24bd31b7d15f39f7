import { z } from "zod";
import { SPEAKER_TYPES } from "./speaker.js";
import { STANCES } from "./stance.js";

const temperature = z.number().positive();
const probability = z.number().min(0).max(1);

/** `statement-stance.json` of a model folder: what the model is, and how its outputs are read. */
export const ModelSettings = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  languages: z.array(z.string()).min(1).describe("ISO 639-1 codes it was trained for"),
  maxTokens: z.int().min(16).describe("word pieces of a window, start and end tokens included"),
  overlapTokens: z.int().nonnegative().describe("word pieces that neighbouring windows share, about"),
  maxNameTokens: z.int().positive(),
  specialTokens: z.object({ start: z.int(), end: z.int() }),
  wordPrefix: z.string().describe("put before a word that follows white space, for tokenizers that mark it"),
  speakerTypes: z.array(z.enum(SPEAKER_TYPES)),
  stances: z.array(z.enum(STANCES)),
  cueThreshold: probability,
  targetThreshold: probability,
  maxTargets: z.int().min(1).max(3),
  temperatures: z.object({
    cue: temperature,
    role: temperature,
    target: temperature,
    stance: temperature,
    antecedent: temperature,
    speakerType: temperature,
  }),
  antecedent: z.object({
    scale: z.number(),
    distanceBias: z.array(z.number()).length(41),
    matchBias: z.array(z.number()).length(20),
    candidatesPerWindow: z.int().positive(),
    strangerPenalty: z
      .number()
      .nonnegative()
      .describe("what names lose that share no word with a mention that is nothing but a name"),
    acronymBonus: z.number().nonnegative().describe("what names gain whose initials are the mention"),
  }),
});
export type ModelSettings = z.infer<typeof ModelSettings>;
