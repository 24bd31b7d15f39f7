/** The catalogue of errors, and problem details made from them. */
export { CATALOGUE, type ErrorCode } from "./catalogue.js";
export { parseOrThrow, pathText } from "./from-zod.js";
export { ERRORS_PAGE, type ErrorPlace, StatementStanceError, toProblem } from "./statement-stance-error.js";
export { withoutPassword } from "./without-password.js";
