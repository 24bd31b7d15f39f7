import basicAuth from "basic-auth";
import type { Request, RequestHandler, Response } from "express";
import { rateLimit } from "express-rate-limit";
import { findKey, mayDo } from "../access/index.js";
import type { Settings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";
import type { ApiKey, Scope } from "../schemas/index.js";

const MINUTE = 60_000;
const ARCHIVES = /^\/v1\/(jobs|statements|speakers|targets|stances|matrix|aliases)(\/|$)/;
const BEARER = /^Bearer +(\S+)$/i;

/** What a request needs to be allowed; undefined for what is open to all. */
function scopeNeeded({ method, path: asked }: Request): Scope | undefined {
  // As Express matches addresses: in any case, and with or without a slash at the end.
  const path = asked.toLowerCase();
  if (!/^\/(v1(\/|$)|(predict|setup)\/?$)/.test(path)) return undefined;
  if (path.startsWith("/v1/aliases") && method !== "GET" && method !== "HEAD") return "admin";
  return ARCHIVES.test(path) ? "jobs" : "classify";
}

/**
 * Lets a request through when its API key allows it. The key stands in `Authorization: Bearer`, in `X-Api-Key`,
 * or as the password of `Authorization: Basic`, which is what Label Studio can send.
 * @throws unauthorized, forbidden
 */
export function authorize(keys: () => readonly ApiKey[]): RequestHandler {
  return (request, response, next) => {
    const needed = scopeNeeded(request);
    if (!needed) return next();
    const key = findKey(keys(), textOf(request));
    if (!key) {
      response.set("www-authenticate", 'Bearer realm="statement-stance"');
      const detail = "send an API key that is valid: Authorization: Bearer KEY, or X-Api-Key: KEY";
      throw new StatementStanceError("unauthorized", detail);
    }
    if (!mayDo(key, needed)) {
      const detail = `this needs the scope ${needed}, and the key has ${key.scope}`;
      throw new StatementStanceError("forbidden", detail);
    }
    response.locals.apiKey = key;
    next();
  };
}

function textOf({ headers }: Request): string {
  const { authorization = "" } = headers;
  const sent = BEARER.exec(authorization)?.[1] ?? basicAuth.parse(authorization)?.pass;
  return sent ?? String(headers["x-api-key"] ?? "");
}

/** Bounds each key's requests, and tells how many are left (RateLimit and RateLimit-Policy, IETF draft 8). */
export function limitRate({ requestsPerMinute }: Pick<Settings, "requestsPerMinute">): RequestHandler {
  const keyOf = (response: Response) => response.locals.apiKey as ApiKey | undefined;
  const limitOf = (response: Response) => keyOf(response)?.requestsPerMinute ?? requestsPerMinute;
  return rateLimit({
    windowMs: MINUTE,
    limit: (_request, response) => limitOf(response),
    identifier: "requests-per-minute",
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: (_request, response) => keyOf(response) === undefined,
    keyGenerator: (_request, response) => keyOf(response)?.id ?? "",
    handler: (_request, response, next) => {
      const detail = `this API key may send ${limitOf(response)} requests a minute`;
      next(new StatementStanceError("rate-limited", detail));
    },
  });
}
