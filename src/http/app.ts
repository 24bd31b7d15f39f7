import cors from "cors";
import express, { type Express } from "express";
import helmet from "helmet";
import { createArticleReader } from "../formats/index.js";
import { createAdmission } from "./admission.js";
import { authorize, limitRate } from "./authorize.js";
import type { ServiceContext, ServiceParts } from "./context.js";
import { observe } from "./observe.js";
import { answerProblems, refuseUnknown } from "./problems.js";
import { classifyResource } from "./resources/classify.js";
import { docsResource } from "./resources/docs.js";
import { healthResource } from "./resources/health.js";
import { metricsResource } from "./resources/metrics.js";
import { traceRequests } from "./trace.js";

/** The Express app, not yet listening: tests and other servers can use it as it is. */
export function createApp(parts: ServiceParts): Express {
  const app = express();
  app.locals.draining = false;
  const context: ServiceContext = {
    ...parts,
    admission: createAdmission(parts.settings, () => parts.classifier.stats()),
    articles: createArticleReader(),
    isDraining: () => app.locals.draining === true,
  };
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(observe(context));
  if (parts.tracer) app.use(traceRequests(parts.tracer));
  app.use(securityHeaders(), crossOrigin(parts.settings.corsOrigins));
  if (parts.keys) app.use(authorize(parts.keys), limitRate(parts.settings));
  for (const resource of [healthResource, metricsResource, docsResource, classifyResource]) {
    app.use(resource(context));
  }
  app.use(refuseUnknown, answerProblems(context));
  return app;
}

/** A page of ours loads from this host only, and runs no script and no style that is written into it. */
function securityHeaders() {
  const self = "'self'";
  const none = "'none'";
  const directives = {
    defaultSrc: [none],
    scriptSrc: [self],
    styleSrc: [self],
    imgSrc: [self, "data:"],
    connectSrc: [self],
    baseUri: [none],
    formAction: [none],
    frameAncestors: [none],
  };
  return helmet({ contentSecurityPolicy: { useDefaults: false, directives } });
}

/** Other sites' pages may call the service only where the settings name them. */
function crossOrigin(origins: string) {
  const allowed = origins
    .split(",")
    .map((origin) => origin.trim())
    .filter(Boolean);
  return cors({
    origin: allowed.length > 0 ? allowed : false,
    exposedHeaders: ["x-request-id", "retry-after", "ratelimit", "ratelimit-policy"],
  });
}
