import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import { ModelSettings } from "../schemas/index.js";

/** The models that come with the package. */
export const MODELS_FOLDER = fileURLToPath(new URL("../../models", import.meta.url));

/** `int8` ships; `float` is what it was made from, for those who trained it. */
export type Precision = "int8" | "float";

/** The file that holds a model's weights. */
export function weightsFile(precision: Precision): string {
  return precision === "int8" ? "onnx/model_quantized.onnx" : "onnx/model.onnx";
}

const FILES = ["config.json", "tokenizer_config.json"];
/** Large, and read when the tokenizer is made of it. */
const TOKENIZER = "tokenizer.json";
const SETTINGS = "statement-stance.json";

/** A model folder whose files are all there, and its settings. */
export interface ModelFolder {
  readonly path: string;
  readonly precision: Precision;
  readonly settings: ModelSettings;
}

/** The folder of a model by its name, or a path to one. */
export function modelPath(nameOrPath: string): string {
  return /[\\/]/.test(nameOrPath) ? resolve(nameOrPath) : join(MODELS_FOLDER, nameOrPath);
}

/** Names of the models that are at hand. */
function shippedModels(): string[] {
  if (!existsSync(MODELS_FOLDER)) return [];
  return readdirSync(MODELS_FOLDER).filter((name) => existsSync(join(MODELS_FOLDER, name, SETTINGS)));
}

/**
 * Opens a model folder.
 * @throws model-missing when the folder or one of its files is not there; model-corrupt when one does not fit.
 */
export function openModelFolder(path: string, precision: Precision = "int8"): ModelFolder {
  if (!existsSync(path)) {
    const known = shippedModels().join(", ") || "none";
    throw new StatementStanceError(
      "model-missing",
      `there is no model folder ${path} (models here: ${known})`,
    );
  }
  for (const file of [SETTINGS, ...FILES, TOKENIZER, weightsFile(precision)]) {
    const full = join(path, file);
    if (!existsSync(full))
      throw new StatementStanceError("model-missing", `the model has no ${file}`, { file: full });
    if (statSync(full).size === 0) throw corrupt(full, "the file is empty");
  }
  for (const file of FILES) readJson(join(path, file));
  const file = join(path, SETTINGS);
  return {
    path,
    precision,
    settings: parseOrThrow(ModelSettings, readJson(file), "model-corrupt", { file }),
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw corrupt(file, "it holds no valid JSON", cause);
  }
}

function corrupt(file: string, why: string, cause?: unknown): StatementStanceError {
  return new StatementStanceError("model-corrupt", `${file}: ${why}`, { file, cause });
}
