import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { Router } from "express";
import { refuseMethod } from "../problems.js";

const PAGE = fileURLToPath(new URL("../../web/", import.meta.url));
const SAMPLES = fileURLToPath(new URL("../../../datasets/samples/", import.meta.url));

const ASSETS = { index: false, redirect: false, acceptRanges: false } as const;

/** GET /: the web page, with its scripts, styles and sample texts under /page. */
export function pageResource(): Router {
  const samples = readdirSync(SAMPLES).filter((name) => name.endsWith(".txt"));
  const router = Router();
  router
    .route("/")
    .get((_request, response) => {
      response.sendFile("index.html", { root: PAGE, acceptRanges: false });
    })
    .all(refuseMethod("GET"));
  router
    .route("/page/samples.json")
    .get((_request, response) => {
      response.json({ samples });
    })
    .all(refuseMethod("GET"));
  router.use("/page/samples", express.static(SAMPLES, ASSETS));
  router.use("/page", express.static(PAGE, ASSETS));
  return router;
}
