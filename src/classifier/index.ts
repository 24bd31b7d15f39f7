/** The one door to all stages: a text in, its statements out. */
export {
  type Classifier,
  type ClassifierOptions,
  type ClassifyCall,
  createClassifier,
  DEFAULT_MAX_TEXT_LENGTH,
  DEFAULT_MODEL,
} from "./classifier.js";
