import * as schemas from "../schemas/index.js";
import { archiveOperation, archiveQuestion, json, queryParameters, ref } from "./openapi-parts.js";

const csv = { "text/csv": { schema: { type: "string" } } };

/** The paths that answer from the store. */
export const STORE_PATHS = {
  "/v1/statements": {
    get: archiveQuestion("statements", "Stored statements, a page of them", {
      description:
        "All conditions hold together. CSV has a row for each target of a statement. A header Link leads to the next page.",
      parameters: queryParameters(schemas.StatementQuery),
      content: { ...json(ref("StatementPage")), ...csv },
      codes: ["invalid-request", "invalid-cursor", "not-acceptable", "ambiguous-name"],
    }),
  },
  "/v1/speakers": {
    get: archiveQuestion("speakers", "Who speaks, with the number of their statements, most first", {
      parameters: queryParameters(schemas.NameQuery),
      content: json(ref("SpeakerPage")),
      codes: ["invalid-request", "invalid-cursor", "ambiguous-name"],
    }),
  },
  "/v1/targets": {
    get: archiveQuestion("targets", "What is spoken of, with the stances towards it, most first", {
      parameters: queryParameters(schemas.NameQuery),
      content: json(ref("TargetPage")),
      codes: ["invalid-request", "invalid-cursor", "ambiguous-name"],
    }),
  },
  "/v1/stances": {
    get: archiveQuestion("stances", "How stances moved: of a speaker, towards a target, or both", {
      parameters: queryParameters(schemas.StanceQuery),
      content: json(ref("StanceSeries")),
      codes: ["invalid-request", "ambiguous-name"],
    }),
  },
  "/v1/matrix": {
    get: archiveQuestion("matrix", "Speakers by targets, with their stances", {
      parameters: queryParameters(schemas.MatrixQuery),
      content: json(ref("StanceMatrix")),
      codes: ["invalid-request", "ambiguous-name"],
    }),
  },
  "/v1/aliases": {
    get: archiveQuestion("aliases", "What people decided on names", { content: json(ref("AliasList")) }),
    post: archiveOperation("decideAlias", "Two names are one, or are not", {
      status: 201,
      description: "Names are never joined by themselves. What the documents say is kept, as `nameInText`.",
      requestBody: { required: true, content: json(ref("AliasDecision")) },
      content: json(ref("Alias")),
      codes: ["invalid-request", "invalid-json", "unsupported-media-type", "body-too-large", "not-found"],
    }),
    delete: archiveOperation("withdrawAlias", "A decision is taken back", {
      status: 204,
      parameters: queryParameters(schemas.AliasWithdrawal),
      codes: ["invalid-request", "not-found"],
    }),
  },
  "/v1/aliases/suggestions": {
    get: archiveQuestion("suggestAliases", "Names that may be the same", {
      parameters: queryParameters(schemas.AliasSuggestionQuery),
      content: json(ref("AliasSuggestions")),
      codes: ["invalid-request"],
    }),
  },
};
