import { Router } from "express";
import { StatementStanceError } from "../../errors/index.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** GET /health/live: the process answers. GET /health/ready: it takes work, and a process of the model lives to do it. */
export function healthResource({ classifier, isDraining }: ServiceContext): Router {
  const router = Router();
  router
    .route("/health/live")
    .get((_request, response) => {
      response.json({ status: "live" });
    })
    .all(refuseMethod("GET"));
  router
    .route("/health/ready")
    .get((_request, response) => {
      if (isDraining()) throw new StatementStanceError("shutting-down", "the service is stopping");
      if (classifier.stats().workers === 0)
        throw new StatementStanceError("overloaded", "no process of the model lives; one is being started");
      response.json({ status: "ready", model: classifier.model });
    })
    .all(refuseMethod("GET"));
  return router;
}
