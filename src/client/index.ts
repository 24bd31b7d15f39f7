/** A client of the HTTP service, on `fetch` alone: it runs in Node and in browsers. */
export { StatementStance, type StatementStanceOptions } from "./client.js";
export { ServiceProblem } from "./service-problem.js";
