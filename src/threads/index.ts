/** Work beside the main thread, which it would hold up. */
export { heapThatFits, openThreads, type Threads, type ThreadsOptions } from "./threads.js";
