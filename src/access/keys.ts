import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type ApiKey, SCOPES, type Scope } from "../schemas/index.js";

const PREFIX = "sst";
const KEY = /^sst_([0-9a-f]{16})_([\w-]{43})$/;

/** A new key: what its owner gets to see once, and what is kept. */
export function createKey(asked: Pick<ApiKey, "name" | "scope" | "requestsPerMinute">): {
  text: string;
  key: ApiKey;
} {
  const id = randomBytes(8).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  const key = { ...asked, id, hash: hashOf(secret).toString("hex"), created: new Date().toISOString() };
  return { text: `${PREFIX}_${id}_${secret}`, key };
}

/**
 * The key that a text is, if it is one of `keys`. Secrets are 256 random bits, so that a fast hash of them is safe, and
 * are compared in constant time; an id is no secret.
 */
export function findKey(keys: readonly ApiKey[], text: string): ApiKey | undefined {
  const [, id, secret] = KEY.exec(text) ?? [];
  if (!secret) return undefined;
  const key = keys.find((one) => one.id === id);
  const kept = Buffer.from(key?.hash ?? "0".repeat(64), "hex");
  return timingSafeEqual(hashOf(secret), kept) ? key : undefined;
}

/** Scopes hold each other: admin may do what jobs may, and jobs what classify may. */
export function mayDo({ scope }: Pick<ApiKey, "scope">, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
