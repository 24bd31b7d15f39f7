import { Router } from "express";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** GET /metrics, for Prometheus. */
export function metricsResource({ metrics: { registry } }: ServiceContext): Router {
  const router = Router();
  router
    .route("/metrics")
    .get(async (_request, response) => {
      response.set("content-type", registry.contentType).send(await registry.metrics());
    })
    .all(refuseMethod("GET"));
  return router;
}
