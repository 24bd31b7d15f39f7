import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { Router } from "express";
import { refuseMethod } from "../problems.js";

const PAGE = fileURLToPath(new URL("../../web/", import.meta.url));
const SAMPLES = fileURLToPath(new URL("../../../datasets/samples/", import.meta.url));

/** GET /: the web page, with its scripts, styles and sample texts under /page. */
export function pageResource(): Router {
  const samples = readdirSync(SAMPLES).filter((name) => name.endsWith(".txt"));
  const router = Router();
  router
    .route("/")
    .get((_request, response) => {
      response.sendFile("index.html", { root: PAGE });
    })
    .all(refuseMethod("GET"));
  router
    .route("/page/samples.json")
    .get((_request, response) => {
      response.json({ samples });
    })
    .all(refuseMethod("GET"));
  router.use("/page/samples", express.static(SAMPLES, { index: false, redirect: false }));
  router.use("/page", express.static(PAGE, { index: false, redirect: false }));
  return router;
}
