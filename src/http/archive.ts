import type { Request } from "express";
import type { z } from "zod";
import { parseOrThrow, StatementStanceError } from "../errors/index.js";
import type { Archive } from "../jobs/index.js";
import type { ServiceContext } from "./context.js";

/** The service's store and jobs. @throws store-needed */
export function archiveOf({ archive }: ServiceContext): Archive {
  if (archive) return archive;
  throw new StatementStanceError(
    "store-needed",
    "this service keeps nothing: start it with --store FILE, or --store postgres://…",
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
