/** Labelled documents in the formats of annotators: read, checked, and written. */
export { labelledStatement } from "./classify-rows.js";
export {
  LABEL_FORMATS,
  type LabelFormat,
  type LabelInput,
  type PlacedDocument,
  type ReadLabels,
  type ReadOptions,
} from "./contract.js";
export { predictionOf, type TextTag, textTagOf } from "./label-studio/index.js";
export { labelsLeftOut } from "./labels-left-out.js";
export { type Loss, lossesOf } from "./losses.js";
export { firstDifference, near } from "./passages.js";
export { modelVersion, predictDocuments } from "./predict.js";
export { readGold, readLabels, readSoundLabels } from "./read-labels.js";
export { validateLabels } from "./validate.js";
export { WRITTEN_FORMATS, type WrittenFormat, writeLabels } from "./write-labels.js";
