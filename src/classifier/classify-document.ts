import { type EncodeOptions, type Encoder, SPECIAL_TOKENS, windowInputs } from "../encoder/index.js";
import type {
  ClassifyOptions,
  DocumentInput,
  DocumentResult,
  ModelSettings,
  Statement,
} from "../schemas/index.js";
import { detectLanguage, findWordsInTurns, type GiveWay } from "../text/index.js";
import { cutWindows, type EncodeWord, encodeWords } from "../windows/index.js";
import { toCodePoints } from "./offset-unit.js";
import { createReader } from "./read-document.js";

/** What the stages need besides the document. */
export interface Stages {
  readonly settings: ModelSettings;
  readonly encodeWord: EncodeWord;
  readonly encoder: Encoder;
  readonly giveWay: GiveWay;
}

/** One text through all stages: words, windows, encoder, graph, statements, names. */
export async function classifyDocument(
  { settings, encodeWord, encoder, giveWay }: Stages,
  { id, title, text, targets }: DocumentInput,
  options: ClassifyOptions,
  encode: EncodeOptions,
): Promise<DocumentResult> {
  const began = performance.now();
  const words = await findWordsInTurns(text, giveWay);
  const document = await encodeWords(words, encodeWord, settings.wordPrefix, giveWay);
  const windows = cutWindows(document, settings.maxTokens - SPECIAL_TOKENS, settings.overlapTokens);
  const inputs = windows.map((window) => windowInputs(document, window, settings.specialTokens));
  const reader = createReader(document, windows, targets, settings);
  const tokenized = performance.now();
  const encoding = encoder.encode(inputs, encode, reader.read);
  const [times, language] = await Promise.all([encoding, detectLanguage(text, settings.languages)]);
  const inferred = performance.now();
  const statements = await reader.statements(giveWay);
  const answered = await asAsked(text, statements, options, giveWay);
  const done = performance.now();
  return {
    document: { id: id === undefined ? null : String(id), title: title ?? null, language },
    statements: answered,
    model: { name: settings.name, version: settings.version, languages: settings.languages },
    timing: {
      totalMs: done - began,
      tokenizeMs: tokenized - began,
      ...times,
      decodeMs: reader.readMs + done - inferred,
      windows: windows.length,
      tokens: inputs.reduce((sum, { ids }) => sum + ids.length, 0),
    },
  };
}

async function asAsked(
  text: string,
  statements: readonly Statement[],
  options: ClassifyOptions,
  giveWay: GiveWay,
): Promise<Statement[]> {
  const chosen = statements
    .filter(({ confidence }) => confidence >= options.minConfidence)
    .map(({ sentence, ...statement }) =>
      options.sentences && sentence ? { ...statement, sentence } : statement,
    );
  return options.offsetUnit === "codepoint" ? toCodePoints(text, chosen, giveWay) : chosen;
}
