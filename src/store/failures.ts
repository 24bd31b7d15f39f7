import { type ErrorCode, StatementStanceError } from "../errors/index.js";

/** Driver codes and what they mean to the user: SQLite names its codes, PostgreSQL has SQLSTATE, sockets have errno. */
const MEANINGS: readonly [RegExp, ErrorCode, string][] = [
  [/^SQLITE_(FULL|IOERR_SHMSIZE|IOERR_WRITE)$|^ENOSPC$|^53100$/, "store-full", "there is no space left"],
  [/^SQLITE_(BUSY|LOCKED)/, "store-locked", "another process holds it"],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    "store-corrupt",
    "the file is damaged, or is no SQLite file: restore it from a backup",
  ],
  [
    /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR)|^(EACCES|EROFS|ENOENT|ENOTDIR)$/,
    "store-unavailable",
    "it cannot be opened or written",
  ],
  [
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/,
    "store-unavailable",
    "the server does not answer",
  ],
  [/^(57P0[1-5]|08...|53300)$/, "store-unavailable", "the server is stopping, starting or full"],
  [/^(28...|3D000|42501)$/, "store-unavailable", "the server refuses this user or database"],
  [/^(40001|40P01|55P03)$/, "store-locked", "another process changed the same rows"],
];
/** PostgreSQL has ended a statement: it took longer than its connection allows. */
const TIMED_OUT = "57014";
/** Errors of the PostgreSQL driver that carry no code. */
const DROPPED =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** An error of the store's driver as one of the catalogue; what is not the store's fault is given back as it is. */
export function storeFailure(error: unknown, place: string): unknown {
  if (error instanceof StatementStanceError || typeof error !== "object" || error === null) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === TIMED_OUT)
    return new StatementStanceError("deadline-exceeded", "the store's answer took too long", {
      cause: error,
    });
  const meaning = MEANINGS.find(([codes]) => typeof code === "string" && codes.test(code));
  if (meaning)
    return new StatementStanceError(meaning[1], `${place}: ${meaning[2]} (${code}: ${message})`, {
      cause: error,
    });
  if (typeof message !== "string" || !DROPPED.test(message)) return error;
  return new StatementStanceError("store-unavailable", `${place}: the connection was lost (${message})`, {
    cause: error,
  });
}
