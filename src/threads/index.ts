/** Work beside the main thread, which it would hold up. */
export { answerTasks } from "./answer-tasks.js";
export { openProcesses, type ProcessesOptions } from "./processes.js";
export { createSlots } from "./slots.js";
export { heapThatFits, openThreads, type Threads, type ThreadsOptions } from "./threads.js";
