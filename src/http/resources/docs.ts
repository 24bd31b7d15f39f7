import { createRequire } from "node:module";
import { Router } from "express";
import { VERSION } from "../../config/index.js";
import { CATALOGUE, ERRORS_PAGE } from "../../errors/index.js";
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
const ERRORS = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>statement-stance: errors</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
</head>
<body>
<main>
<h1>Errors</h1>
<p>The type of a problem leads here. Its code stays the same; its detail says what was wrong in that case.</p>
<table>
<thead><tr><th>code</th><th>meaning</th><th>status</th></tr></thead>
<tbody>
${Object.entries(CATALOGUE)
  .map(
    ([code, { title, status }]) =>
      `<tr id="${code}"><td>${code}</td><td>${title}</td><td>${status}</td></tr>`,
  )
  .join("\n")}
</tbody>
</table>
</main>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#reference", validatorUrl: null });\n`;
const ASSETS = ["swagger-ui.css", "swagger-ui-bundle.js"];

/** GET /openapi.json, GET /docs to read it in a browser, GET /docs/errors; all of it comes from this host. */
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
    [ERRORS_PAGE, "html", ERRORS],
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
