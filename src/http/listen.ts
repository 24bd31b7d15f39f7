import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import type { Settings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";

/** A listening service. */
export interface ListeningServer {
  readonly url: string;
  /** Takes no more connections and waits for accepted requests; false when some did not end in time. */
  drain(): Promise<boolean>;
}

const HEADERS_MS = 10_000;
const BODY_MS = 60_000;
const KEEP_ALIVE_MS = 5_000;

/** Starts to listen. Slow senders are cut off: 10 s for the headers, 60 s for the whole request. */
export function listen(app: Express, { host, port, drainMs }: Settings): Promise<ListeningServer> {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: BODY_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  const drain = () =>
    new Promise<boolean>((resolve) => {
      app.locals.draining = true;
      const late = setTimeout(() => {
        server.closeAllConnections();
        resolve(false);
      }, drainMs);
      server.close(() => {
        clearTimeout(late);
        resolve(true);
      });
      server.closeIdleConnections();
    });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        new StatementStanceError("invalid-configuration", `cannot listen on ${host}:${port}: ${cause.code}`, {
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      const { port: taken, family, address } = server.address() as AddressInfo;
      resolve({ url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`, drain });
    });
  });
}
