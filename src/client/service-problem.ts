import type { Problem } from "../schemas/index.js";

/** What the service refused, as it said it (RFC 9457). */
export class ServiceProblem extends Error {
  override readonly name = "ServiceProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}
