/** Every data shape of the product, defined once. */
export * from "./alias.js";
export * from "./classification.js";
export * from "./classify-request.js";
export * from "./document.js";
export * from "./gold.js";
export * from "./job.js";
export * from "./model-settings.js";
export * from "./name-counts.js";
export * from "./options.js";
export * from "./problem.js";
export * from "./span.js";
export * from "./speaker.js";
export * from "./stance.js";
export * from "./statement.js";
export * from "./statement-query.js";
export * from "./stored-statement.js";
export * from "./target.js";
