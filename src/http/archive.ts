import type { Request, Response } from "express";
import type { z } from "zod";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import type { Archive } from "../jobs/index.js";
import type { Answers } from "../store/index.js";
import type { ServiceContext } from "./context.js";
import { withinDeadline } from "./deadline.js";

/** The service's store and jobs. @throws store-needed */
export function archiveOf({ archive }: ServiceContext): Archive {
  if (archive) return archive;
  throw new StatementStanceError(
    "store-needed",
    "this service keeps nothing: start it with --store FILE, or --store postgres://…",
  );
}

/**
 * Asks the service's store. The database ends its work when the client leaves or the deadline passes.
 * @throws store-needed, deadline-exceeded, and what the question raises
 */
export function askStore<Answer>(
  context: ServiceContext,
  response: Response,
  question: (store: Answers) => Promise<Answer>,
): Promise<Answer> {
  const { questions } = archiveOf(context);
  return withinDeadline(response, context.settings.deadlineMs, async (signal) =>
    question(questions.until(signal)),
  );
}

/** The query of an address. @throws invalid-request */
export function queryOf<T extends z.ZodType>(schema: T, request: Request): z.output<T> {
  return parseOrThrow(schema, request.query, "invalid-request");
}

/** The first of the media types that the client takes. @throws not-acceptable */
export function acceptedType<Type extends string>(request: Request, types: readonly Type[]): Type {
  const type = request.accepts([...types]);
  if (type) return type as Type;
  throw new StatementStanceError("not-acceptable", `the answer is one of ${types.join(", ")}`);
}
