/** Windows to tensors. The only folder that names the model's runtime. */
export {
  type EncodeOptions,
  type Encoder,
  type EncoderStats,
  type EncodeTimes,
  startEncoder,
} from "./encoder.js";
export { SPECIAL_TOKENS, windowInputs } from "./inputs.js";
export { keepLikelyCues } from "./likely-cues.js";
export { type ModelFolder, modelPath, openModelFolder, type Precision } from "./model-folder.js";
export type { WindowInputs, WindowOutputs } from "./outputs.js";
export { softmax } from "./softmax.js";
export { loadWordEncoder } from "./tokenizer.js";
