import cors from "cors";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { createArticleReader } from "../formats/index.js";
import { createAdmission } from "./admission.js";
import { authorize, limitRate } from "./authorize.js";
import { createBodyReaders } from "./body.js";
import type { ServiceContext, ServiceParts } from "./context.js";
import { observe } from "./observe.js";
import { answerProblems, refuseUnknown } from "./problems.js";
import { aliasesResource } from "./resources/aliases.js";
import { classifyResource } from "./resources/classify.js";
import { docsResource } from "./resources/docs.js";
import { evaluateResource } from "./resources/evaluate.js";
import { healthResource } from "./resources/health.js";
import { jobResource } from "./resources/job.js";
import { jobsResource } from "./resources/jobs.js";
import { labelStudioResource } from "./resources/label-studio.js";
import { metricsResource } from "./resources/metrics.js";
import { namesResource } from "./resources/names.js";
import { pageResource } from "./resources/page.js";
import { stancesResource } from "./resources/stances.js";
import { statementsResource } from "./resources/statements.js";
import { traceRequests } from "./trace.js";

const RESOURCES = [
  healthResource,
  metricsResource,
  docsResource,
  pageResource,
  classifyResource,
  evaluateResource,
  labelStudioResource,
  statementsResource,
  namesResource,
  stancesResource,
  aliasesResource,
  jobsResource,
  jobResource,
];

/** The Express app, not yet listening: tests and other servers can use it as it is. */
export function createApp(parts: ServiceParts): Express {
  const app = express();
  const stopping = new AbortController();
  app.once("draining", () => stopping.abort());
  const context: ServiceContext = {
    ...parts,
    classifier: parts.metrics.counting(parts.classifier),
    admission: createAdmission(parts.settings, () => parts.classifier.stats()),
    articles: createArticleReader(),
    readBody: createBodyReaders(parts.settings.maxBodyBytes),
    isDraining: () => stopping.signal.aborted,
    stopping: stopping.signal,
  };
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(observe(context), endConnections(context));
  if (parts.tracer) app.use(traceRequests(parts.tracer));
  app.use(securityHeaders(), crossOrigin(parts.settings.corsOrigins));
  if (parts.keys) app.use(authorize(parts.keys), limitRate(parts.settings));
  for (const resource of RESOURCES) app.use(resource(context));
  app.use(refuseUnknown, answerProblems(context));
  return app;
}

/** While the service drains: a client that asks again at once would else keep its connection, and the service, for ever. */
function endConnections({ isDraining }: ServiceContext): RequestHandler {
  return (_request, response, next) => {
    if (isDraining()) response.shouldKeepAlive = false;
    next();
  };
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
    exposedHeaders: ["x-request-id", "retry-after", "link", "location", "ratelimit", "ratelimit-policy"],
  });
}
