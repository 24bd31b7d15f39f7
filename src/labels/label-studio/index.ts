/** Label Studio's tasks: exports in, imports and pre-annotations out. */
export { type TextTag, textTagOf } from "./configuration.js";
export { TAGS } from "./names.js";
export { isTask, onlyAttributions, readTasks } from "./read.js";
export { predictionOf, writeTasks } from "./write.js";
