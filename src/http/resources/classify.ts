import { type Request, type RequestHandler, Router } from "express";
import pMap from "p-map";
import type { ClassifyCall } from "../../classifier/index.js";
import { parseOrThrow, StatementStanceError } from "../../errors/index.js";
import {
  ClassifyMany,
  ClassifyOne,
  type ClassifyOptionsInput,
  type DocumentInput,
  type DocumentResult,
} from "../../schemas/index.js";
import { aboutField } from "../about-field.js";
import type { TextFields } from "../admission.js";
import { bodyJson, bodyPage, bodyText, mediaType } from "../body.js";
import { createBrake } from "../brake.js";
import type { ServiceContext } from "../context.js";
import { withinDeadline } from "../deadline.js";
import { refuseMethod } from "../problems.js";
import { traceResults } from "../trace.js";

interface Asked {
  readonly documents: readonly DocumentInput[];
  readonly options?: ClassifyOptionsInput | undefined;
  readonly shape: "text" | "page" | "one" | "many";
}

const TYPES = ["application/json", "text/plain", "text/html"] as const;
/** Documents of one request in work at a time, a worker: what waits must be known, for all to come in time. */
const DOCUMENTS_A_WORKER = 32;

/** POST /v1/classify */
export function classifyResource(context: ServiceContext): Router {
  const { settings, admission, readBody } = context;
  const router = Router();
  router
    .route("/v1/classify")
    .post(whenThereIsRoom(context), readBody(), async (request, response) => {
      if (!request.accepts("application/json"))
        throw new StatementStanceError("not-acceptable", "the answer is application/json");
      const [asked, results] = await withinDeadline(response, settings.deadlineMs, async (signal, due) => {
        const asked = await readAsked(request, context, signal);
        const texts = asked.documents.map(({ text }) => text);
        const leave = admission.enter(texts, textFields(asked.shape));
        try {
          return [asked, await classifyAll(context, asked, { signal, due })] as const;
        } finally {
          leave();
        }
      });
      traceResults(results);
      response.json(asked.shape === "many" ? { documents: results } : results[0]);
    })
    .all(refuseMethod("POST"));
  return router;
}

/** Refuses before the body is read: clients that ask again at once must not take the time from accepted work. */
function whenThereIsRoom({ admission }: ServiceContext): RequestHandler {
  const brake = createBrake();
  return async (_request, _response, next) => {
    try {
      admission.look();
    } catch (error) {
      await brake();
      throw error;
    }
    next();
  };
}

/** What a request asks. @throws as its body deserves */
async function readAsked(
  request: Request,
  { articles }: ServiceContext,
  signal: AbortSignal,
): Promise<Asked> {
  switch (mediaType(request)) {
    case "text/plain":
      return { documents: [{ text: bodyText(request) }], shape: "text" };
    case "text/html":
      return { documents: [await articles.read(bodyPage(request), signal)], shape: "page" };
    case "application/json":
      return askedInJson(bodyJson(request));
    default: {
      const given = request.headers["content-type"] || "(none)";
      const detail = `content-type: ${given} is not one of ${TYPES.join(", ")}`;
      throw new StatementStanceError("unsupported-media-type", detail);
    }
  }
}

function askedInJson(body: unknown): Asked {
  if (typeof body === "object" && body !== null && "documents" in body) {
    return { ...parseOrThrow(ClassifyMany, body, "invalid-request"), shape: "many" };
  }
  const { options, ...document } = parseOrThrow(ClassifyOne, body, "invalid-request");
  return { documents: [document], options, shape: "one" };
}

function textFields(shape: Asked["shape"]): TextFields {
  if (shape === "many") return { all: "documents", one: (index) => `documents[${index}].text` };
  return { all: "text", one: () => "text" };
}

function classifyAll(
  { classifier }: ServiceContext,
  { documents, options, shape }: Asked,
  call: ClassifyCall,
): Promise<DocumentResult[]> {
  const classifyOne = async (document: DocumentInput, index: number): Promise<DocumentResult> => {
    try {
      const result = await classifier.classify(document, { ...options, ...call });
      if (shape !== "page") return result;
      return { ...result, document: { ...result.document, text: document.text } };
    } catch (error) {
      throw aboutField(error, textFields(shape).one(index));
    }
  };
  return pMap(documents, classifyOne, { concurrency: classifier.workers * DOCUMENTS_A_WORKER });
}
