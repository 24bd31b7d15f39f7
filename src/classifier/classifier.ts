import { z } from "zod";
import {
  type Encoder,
  type EncoderStats,
  loadWordEncoder,
  type ModelFolder,
  modelPath,
  openModelFolder,
  startEncoder,
} from "../encoder/index.js";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import {
  ClassifyOptions,
  type ClassifyOptionsInput,
  DocumentInput,
  type DocumentResult,
  type ModelIdentity,
} from "../schemas/index.js";
import { createTurns } from "../text/index.js";
import type { EncodeWord } from "../windows/index.js";
import { classifyDocument } from "./classify-document.js";

export const DEFAULT_MODEL = "small";
export const DEFAULT_MAX_TEXT_LENGTH = 1_000_000;

const Options = z.object({
  model: z.string().min(1).default(DEFAULT_MODEL).describe("a model's name, or a path to its folder"),
  workers: z
    .int()
    .min(1)
    .optional()
    .describe("processes, each with a copy of the model; default: one a core, within the container's limits"),
  precision: z
    .enum(["int8", "float"])
    .default("int8")
    .describe("float: the weights before quantization, where they are at hand"),
  maxTextLength: z.int().min(1).default(DEFAULT_MAX_TEXT_LENGTH).describe("longest text, in UTF-16 units"),
});

/** How a classifier is made. */
export type ClassifierOptions = z.input<typeof Options>;

/** How one call is made, besides what is asked. */
export interface ClassifyCall {
  /** Gives the work up. Calls with the same signal are one client, who shares the cores fairly with others. */
  readonly signal?: AbortSignal | undefined;
  /** Waits behind all work that is not background. */
  readonly background?: boolean | undefined;
  /** When the answer is needed, by `performance.now()`: calls that would come too late go first. */
  readonly due?: number | undefined;
}

export interface Classifier {
  readonly model: ModelIdentity;
  readonly maxTextLength: number;
  /** Processes of the model that were asked for; `stats` tells how many of them live. */
  readonly workers: number;
  /**
   * Finds every statement of a document. The same text always gives the same answer.
   * @throws empty-text, text-too-long, invalid-request, invalid-option, client-closed, shutting-down
   */
  classify(document: DocumentInput, options?: ClassifyOptionsInput & ClassifyCall): Promise<DocumentResult>;
  stats(): EncoderStats;
  close(): Promise<void>;
}

/**
 * Loads a model and starts its processes.
 *
 *     const classifier = await createClassifier();
 *     const { statements } = await classifier.classify({ text: "“I back it,” said Fidan." });
 *
 * @throws model-missing, model-corrupt, invalid-option
 */
export async function createClassifier(options: ClassifierOptions = {}): Promise<Classifier> {
  const { model, workers, precision, maxTextLength } = parseOrThrow(Options, options, "invalid-option");
  const folder = openModelFolder(modelPath(model), precision);
  const { encodeWord, encoder } = await startStages(folder, workers);
  const { settings } = folder;
  const turns = createTurns();
  return {
    model: { name: settings.name, version: settings.version, languages: settings.languages },
    maxTextLength,
    workers: encoder.workers,
    async classify(document, { signal, background, due, ...asked } = {}) {
      const chosen = parseOrThrow(ClassifyOptions, asked, "invalid-option");
      const input = parseOrThrow(DocumentInput, document, "invalid-request");
      refuseBadText(input.text, maxTextLength);
      const stages = { settings, encodeWord, encoder, giveWay: turns(signal) };
      return classifyDocument(stages, input, chosen, { client: signal ?? {}, signal, background, due });
    },
    stats: () => encoder.stats(),
    close: () => encoder.close(),
  };
}

/** The tokenizer loads here while the encoder's processes start. */
async function startStages(
  folder: ModelFolder,
  workers: number | undefined,
): Promise<{ encodeWord: EncodeWord; encoder: Encoder }> {
  const starting = startEncoder(folder, workers);
  try {
    const encodeWord = await loadWordEncoder(folder.path);
    return { encodeWord, encoder: await starting };
  } catch (error) {
    await starting.then(
      (encoder) => encoder.close(),
      () => {},
    );
    throw error;
  }
}

function refuseBadText(text: string, limit: number): void {
  if (text.trim() === "")
    throw new StatementStanceError("empty-text", "the text holds nothing but white space");
  if (text.length > limit) {
    throw new StatementStanceError(
      "text-too-long",
      `the text has ${text.length} characters, the limit is ${limit}`,
    );
  }
}
