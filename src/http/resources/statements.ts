import { type Request, Router } from "express";
import { storedCsv, storedCsvHeader } from "../../formats/stored-statements/index.js";
import { StatementQuery } from "../../schemas/index.js";
import { acceptedType, askStore, queryOf } from "../archive.js";
import type { ServiceContext } from "../context.js";
import { refuseMethod } from "../problems.js";

/** GET /v1/statements, as JSON or CSV; a header Link leads to the next page. */
export function statementsResource(context: ServiceContext): Router {
  const router = Router();
  router
    .route("/v1/statements")
    .get(async (request, response) => {
      const type = acceptedType(request, ["application/json", "text/csv"]);
      const query = queryOf(StatementQuery, request);
      const page = await askStore(context, response, (store) => store.statements(query));
      response.vary("accept");
      if (page.next !== null) response.set("link", `<${nextPage(request, page.next)}>; rel="next"`);
      if (type === "application/json") response.json(page);
      else response.type("text/csv").send(storedCsvHeader() + storedCsv(page.statements));
    })
    .all(refuseMethod("GET"));
  return router;
}

function nextPage({ originalUrl }: Request, cursor: string): string {
  const { pathname, searchParams } = new URL(originalUrl, "http://service");
  searchParams.set("cursor", cursor);
  return `${pathname}?${searchParams}`;
}
