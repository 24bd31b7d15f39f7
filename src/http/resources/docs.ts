import { createRequire } from "node:module";
import { Router } from "express";
import { VERSION } from "../../config/index.js";
import { openApiDocument } from "../openapi.js";
import { refuseMethod } from "../problems.js";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>statement-stance: HTTP reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#reference", validatorUrl: null });\n`;
const ASSETS = ["swagger-ui.css", "swagger-ui-bundle.js"];

/** GET /openapi.json, and GET /docs to read it in a browser; all of it comes from this host. */
export function docsResource(): Router {
  const document = openApiDocument(VERSION);
  const { resolve } = createRequire(import.meta.url);
  const router = Router();
  router
    .route("/openapi.json")
    .get((_request, response) => {
      response.json(document);
    })
    .all(refuseMethod("GET"));
  for (const [path, type, content] of [
    ["/docs", "html", PAGE],
    ["/docs/start.js", "js", START],
  ] as const) {
    router
      .route(path)
      .get((_request, response) => {
        response.type(type).send(content);
      })
      .all(refuseMethod("GET"));
  }
  for (const asset of ASSETS) {
    const file = resolve(`swagger-ui-dist/${asset}`);
    router
      .route(`/docs/${asset}`)
      .get((_request, response) => {
        response.sendFile(file, { maxAge: "1d", acceptRanges: false });
      })
      .all(refuseMethod("GET"));
  }
  return router;
}
