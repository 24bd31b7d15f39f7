/** brat's standoff files, in and out. */
export { readBrat } from "./read.js";
export { writeBrat } from "./write.js";
