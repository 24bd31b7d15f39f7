import { Router } from "express";
import { MatrixQuery, StanceQuery } from "../../schemas/index.js";
import { askStore, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** GET /v1/stances: how they moved over time. GET /v1/matrix: speakers by targets. */
export function stancesResource(context: ServiceContext): Router {
  const router = Router();
  router
    .route("/v1/stances")
    .get(async (request, response) => {
      response.json(
        await askStore(context, response, (store) => store.stances(queryOf(StanceQuery, request))),
      );
    })
    .all(refuseMethod("GET"));
  router
    .route("/v1/matrix")
    .get(async (request, response) => {
      response.json(
        await askStore(context, response, (store) => store.matrix(queryOf(MatrixQuery, request))),
      );
    })
    .all(refuseMethod("GET"));
  return router;
}
