/** The library: what is not exported here may change. */
export {
  type Classifier,
  type ClassifierOptions,
  type ClassifyCall,
  createClassifier,
} from "./classifier/index.js";
export {
  CATALOGUE,
  type ErrorCode,
  type ErrorPlace,
  parseOrThrow,
  pathText,
  StatementStanceError,
  toProblem,
} from "./errors/index.js";
export * from "./schemas/index.js";
