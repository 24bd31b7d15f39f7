import {
  type EncoderStats,
  loadWordEncoder,
  modelPath,
  openModelFolder,
  type Precision,
  startEncoder,
} from "../encoder/index.js";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import {
  ClassifyOptions,
  type ClassifyOptionsInput,
  type DocumentInput,
  type DocumentResult,
  type ModelIdentity,
} from "../schemas/index.js";
import { classifyDocument } from "./classify-document.js";

/** How a classifier is made. */
export interface ClassifierOptions {
  /** A model's name (`small`) or a path to its folder. Default `small`. */
  readonly model?: string | undefined;
  /** Worker threads, each with a copy of the model. Default: one a core. */
  readonly workers?: number | undefined;
  /** `float` runs the weights before quantization, where they are at hand. Default `int8`. */
  readonly precision?: Precision | undefined;
  /** Longest text, in UTF-16 units. Default one million. */
  readonly maxTextLength?: number | undefined;
}

/** How one call is made, besides what is asked. */
export interface ClassifyCall {
  /** Gives the work up. */
  readonly signal?: AbortSignal | undefined;
  /** Waits behind all work that is not background. */
  readonly background?: boolean | undefined;
}

export interface Classifier {
  readonly model: ModelIdentity;
  readonly maxTextLength: number;
  /**
   * Finds every statement of a document. The same text always gives the same answer.
   * @throws empty-text, text-too-long, invalid-option, client-closed
   */
  classify(document: DocumentInput, options?: ClassifyOptionsInput & ClassifyCall): Promise<DocumentResult>;
  stats(): EncoderStats;
  close(): Promise<void>;
}

export const DEFAULT_MODEL = "small";
export const DEFAULT_MAX_TEXT_LENGTH = 1_000_000;

/**
 * Loads a model and starts its workers.
 *
 *     const classifier = await createClassifier();
 *     const { statements } = await classifier.classify({ text: "“I back it,” said Fidan." });
 *
 * @throws model-missing, model-corrupt
 */
export async function createClassifier(options: ClassifierOptions = {}): Promise<Classifier> {
  const { model = DEFAULT_MODEL, workers, precision, maxTextLength = DEFAULT_MAX_TEXT_LENGTH } = options;
  const folder = openModelFolder(modelPath(model), precision);
  const [encodeWord, encoder] = await Promise.all([
    loadWordEncoder(folder.path),
    startEncoder(folder, workers),
  ]);
  const { settings } = folder;
  return {
    model: { name: settings.name, version: settings.version, languages: settings.languages },
    maxTextLength,
    async classify(document, { signal, background, ...asked } = {}) {
      const chosen = parseOrThrow(ClassifyOptions, asked, "invalid-option");
      refuseBadText(document.text, maxTextLength);
      return classifyDocument({ settings, encodeWord, encoder }, document, chosen, {
        client: {},
        signal,
        background,
      });
    },
    stats: () => encoder.stats(),
    close: () => encoder.close(),
  };
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
