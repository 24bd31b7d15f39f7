import { Router } from "express";
import { parseOrThrow, StatementStanceError } from "../../errors/index.js";
import { AliasDecision, AliasSuggestionQuery, AliasWithdrawal } from "../../schemas/index.js";
import type { Answers } from "../../store/index.js";
import { archiveOf, askStore, queryOf } from "../archive.js";
import { bodyJson, mediaType } from "../body.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** A decision is two names. */
const LARGEST_BODY = 64 * 1024;

/** GET, POST and DELETE /v1/aliases: what people decided on names. GET /v1/aliases/suggestions: what they might decide. */
export function aliasesResource(context: ServiceContext): Router {
  const router = Router();
  router
    .route("/v1/aliases")
    .get(async (_request, response) => {
      response.json({ aliases: await askStore(context, response, (store) => store.aliases()) });
    })
    .post(context.readBody(LARGEST_BODY), async (request, response) => {
      const { store } = archiveOf(context);
      if (mediaType(request) !== "application/json")
        throw new StatementStanceError("unsupported-media-type", "content-type: expected application/json");
      const decision = parseOrThrow(AliasDecision, bodyJson(request), "invalid-request");
      await store.decideAlias(decision);
      const decided = (await store.aliases()).find(
        ({ name, canonical }) => name === decision.name && canonical === decision.canonical,
      );
      response.status(201).json(decided);
    })
    .delete(async (request, response) => {
      const { store } = archiveOf(context);
      await store.withdrawAlias(queryOf(AliasWithdrawal, request).name);
      response.status(204).end();
    })
    .all(refuseMethod("GET", "POST", "DELETE"));
  router
    .route("/v1/aliases/suggestions")
    .get(async (request, response) => {
      const ask = (store: Answers) => store.suggestAliases(queryOf(AliasSuggestionQuery, request).limit);
      response.json({ suggestions: await askStore(context, response, ask) });
    })
    .all(refuseMethod("GET"));
  return router;
}
