import { type Request, Router } from "express";
import { parseOrThrow, StatementStanceError } from "../../errors/index.js";
import { readArticle } from "../../formats/index.js";
import {
  ClassifyMany,
  ClassifyOne,
  type ClassifyOptionsInput,
  type DocumentInput,
  type DocumentResult,
} from "../../schemas/index.js";
import { bodyJson, bodyText, mediaType, readBody } from "../body.js";
import type { ServiceContext } from "../context.js";
import { withinDeadline } from "../deadline.js";
import { refuseMethod } from "../problems.js";

interface Asked {
  readonly documents: readonly DocumentInput[];
  readonly options: ClassifyOptionsInput;
  readonly several: boolean;
}

const PIECES_A_CHARACTER = 0.25;
const TYPES = ["application/json", "text/plain", "text/html"] as const;

/** POST /v1/classify */
export function classifyResource(context: ServiceContext): Router {
  const { classifier, settings, metrics } = context;
  const router = Router();
  router
    .route("/v1/classify")
    .post(readBody(settings.maxBodyBytes), async (request, response) => {
      const asked = readAsked(request);
      refuseOverload(context, asked);
      const results = await withinDeadline(response, settings.deadlineMs, (signal) =>
        Promise.all(
          asked.documents.map((document, index) => classifyOne(classifier, document, asked, index, signal)),
        ),
      );
      metrics.statements.inc(results.reduce((sum, { statements }) => sum + statements.length, 0));
      response.json(asked.several ? { documents: results } : results[0]);
    })
    .all(refuseMethod("POST"));
  return router;
}

async function classifyOne(
  classifier: ServiceContext["classifier"],
  document: DocumentInput,
  asked: Asked,
  index: number,
  signal: AbortSignal,
): Promise<DocumentResult> {
  try {
    return await classifier.classify(document, { ...asked.options, signal });
  } catch (error) {
    if (!(error instanceof StatementStanceError)) throw error;
    const path = asked.several ? `documents[${index}].text` : "text";
    const errors = [{ path, code: error.code, message: error.message }];
    throw new StatementStanceError(error.code, `${path}: ${error.message}`, {
      ...error.place,
      errors,
      cause: error,
    });
  }
}

function readAsked(request: Request): Asked {
  const type = mediaType(request);
  if (type === "text/plain") return { documents: [{ text: bodyText(request) }], options: {}, several: false };
  if (type === "text/html")
    return { documents: [readArticle(bodyText(request))], options: {}, several: false };
  if (type !== "application/json") {
    throw new StatementStanceError(
      "unsupported-media-type",
      `content type ${type || "(none)"} is not one of ${TYPES.join(", ")}`,
    );
  }
  const body = bodyJson(request);
  if (typeof body === "object" && body !== null && "documents" in body) {
    const { documents, options = {} } = parseOrThrow(ClassifyMany, body, "invalid-request");
    return { documents, options, several: true };
  }
  const { options = {}, ...document } = parseOrThrow(ClassifyOne, body, "invalid-request");
  return { documents: [document], options, several: false };
}

/** A quick no before any work, so that what was accepted is answered in time. A request on an idle service always fits. */
function refuseOverload({ classifier, settings }: ServiceContext, { documents }: Asked): void {
  const waiting = classifier.stats().waitingTokens;
  const more = documents.reduce((sum, { text }) => sum + text.length * PIECES_A_CHARACTER, 0);
  if (waiting > 0 && waiting + more > settings.maxWaitingTokens) {
    throw new StatementStanceError(
      "overloaded",
      `${waiting} word pieces wait already; try again in a moment`,
    );
  }
}
