import { Router } from "express";
import { NameQuery, type SpeakerPage, type TargetPage } from "../../schemas/index.js";
import { askStore, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** GET /v1/speakers and GET /v1/targets: names with their counts, the most frequent first. */
export function namesResource(context: ServiceContext): Router {
  const router = Router();
  for (const kind of ["speakers", "targets"] as const) {
    router
      .route(`/v1/${kind}`)
      .get(async (request, response) => {
        response.json(
          await askStore<SpeakerPage | TargetPage>(context, response, (store) =>
            store[kind](queryOf(NameQuery, request)),
          ),
        );
      })
      .all(refuseMethod("GET"));
  }
  return router;
}
