import cors from "cors";
import express, { type Express } from "express";
import helmet from "helmet";
import type { ServiceContext } from "./context.js";
import { observe } from "./observe.js";
import { answerProblems, refuseUnknown } from "./problems.js";
import { classifyResource } from "./resources/classify.js";
import { docsResource } from "./resources/docs.js";
import { healthResource } from "./resources/health.js";
import { metricsResource } from "./resources/metrics.js";

const SECURITY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
};

/** The Express app, not yet listening: tests and other servers can use it as it is. */
export function createApp(context: ServiceContext): Express {
  const app = express();
  app.disable("x-powered-by");
  app.locals.draining = false;
  app.use(observe(context), helmet(SECURITY));
  const origins = context.settings.corsOrigins
    .split(",")
    .map((origin) => origin.trim())
    .filter(Boolean);
  if (origins.length > 0) app.use(cors({ origin: origins }));
  app.use(healthResource(context, () => app.locals.draining === true));
  app.use(metricsResource(context), docsResource(), classifyResource(context));
  app.use(refuseUnknown, answerProblems(context));
  return app;
}
