import {
  type EncodedWindow,
  type EncodeOptions,
  type Encoder,
  SPECIAL_TOKENS,
  windowInputs,
} from "../encoder/index.js";
import { decodeWindow, type WindowView } from "../graph/index.js";
import { nameResolver } from "../resolution/index.js";
import type {
  ClassifyOptions,
  DocumentInput,
  DocumentResult,
  ModelSettings,
  Statement,
} from "../schemas/index.js";
import { draftStatements } from "../statements/index.js";
import { detectLanguage, FEATURE, findWords } from "../text/index.js";
import {
  centralWindows,
  cutWindows,
  type EncodeWord,
  encodeWords,
  type PieceDocument,
} from "../windows/index.js";
import { nameStatements } from "./name-statements.js";
import { toCodePoints } from "./offset-unit.js";
import { requestedStances } from "./requested-targets.js";

/** What the stages need besides the document. */
export interface Stages {
  readonly settings: ModelSettings;
  readonly encodeWord: EncodeWord;
  readonly encoder: Encoder;
}

/** One text through all stages: words, windows, encoder, graph, statements, names. */
export async function classifyDocument(
  { settings, encodeWord, encoder }: Stages,
  input: DocumentInput,
  options: ClassifyOptions,
  encode: EncodeOptions,
): Promise<DocumentResult> {
  const began = performance.now();
  const words = findWords(input.text);
  const document = encodeWords(words, encodeWord, settings.wordPrefix, FEATURE.spaceBefore);
  const windows = cutWindows(document, settings.maxTokens - SPECIAL_TOKENS, settings.overlapTokens);
  const inputs = windows.map((window) => windowInputs(document, window, settings.specialTokens));
  const language = detectLanguage(input.text, settings.languages);
  const tokenized = performance.now();
  const encoded = await encoder.encode(inputs, encode);
  const inferred = performance.now();
  const views = windows.map((window, i) => ({ document, window, outputs: encoded[i]!.outputs }));
  const statements = readStatements(document, views, input, settings)
    .filter(({ confidence }) => confidence >= options.minConfidence)
    .map(({ sentence, ...statement }) =>
      options.sentences && sentence ? { ...statement, sentence } : statement,
    );
  const done = performance.now();
  return {
    document: { id: input.id === undefined ? null : String(input.id), title: input.title ?? null, language },
    statements: options.offsetUnit === "codepoint" ? toCodePoints(input.text, statements) : statements,
    model: { name: settings.name, version: settings.version, languages: settings.languages },
    timing: {
      totalMs: done - began,
      tokenizeMs: tokenized - began,
      ...encoderTimes(encoded),
      decodeMs: done - inferred,
      windows: windows.length,
      tokens: inputs.reduce((sum, { ids }) => sum + ids.length, 0),
    },
  };
}

function readStatements(
  document: PieceDocument,
  views: WindowView[],
  input: DocumentInput,
  settings: ModelSettings,
): Statement[] {
  const { words } = document;
  const owner = centralWindows(
    document,
    views.map(({ window }) => window),
  );
  const edges = views.flatMap((view, index) => decodeWindow(view, settings, (word) => owner[word] === index));
  const drafts = draftStatements(words, edges);
  const resolve = nameResolver(document, views, owner, settings);
  const statements = nameStatements(words, drafts, resolve, settings);
  const { targets } = input;
  if (!targets) return statements;
  return statements.map((statement, i) => ({
    ...statement,
    requested: requestedStances(words, drafts[i]!, targets, resolve, settings),
  }));
}

function encoderTimes(encoded: readonly EncodedWindow[]): { queueMs: number; inferenceMs: number } {
  return {
    queueMs: encoded.reduce((most, { queueMs }) => Math.max(most, queueMs), 0),
    inferenceMs: encoded.reduce((sum, { inferenceMs }) => sum + inferenceMs, 0),
  };
}
