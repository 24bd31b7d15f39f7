/** Label Studio's tasks: exports in, imports and pre-annotations out. */
export { TAGS } from "./names.js";
export { isTask, onlyAttributions, readTasks } from "./read.js";
export { Task } from "./shapes.js";
export { predictionOf, writeTasks } from "./write.js";
