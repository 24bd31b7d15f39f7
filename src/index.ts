/** The library: what is not exported here may change. */
export * from "./errors/index.js";
export * from "./schemas/index.js";
