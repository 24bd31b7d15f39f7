import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Express } from "express";
import type { Settings } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";
import { answerBrokenRequest } from "./broken-request.js";
import { limitSendingTime } from "./sending-time.js";
import { limitTakingTime } from "./taking-time.js";

/** A listening service. */
export interface ListeningServer {
  readonly url: string;
  /** Takes no more connections and waits for accepted requests; false when some did not end in time. */
  drain(): Promise<boolean>;
}

/** Longer than load balancers keep a connection they do not use, so that it is never ours that closes first. */
const KEEP_ALIVE_MS = 65_000;
const CHECK_MS = 1_000;
/** Beyond the deadline: a connection on which nothing moves for so long is given up. */
const STANDSTILL_MS = 60_000;

/** Starts to listen. Clients that send or read too slowly are cut off. */
export async function listen(app: Express, settings: Settings): Promise<ListeningServer> {
  const { host, port, deadlineMs, headersTimeoutMs, requestTimeoutMs, answerTimeoutMs } = settings;
  const server = createServer(
    {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      // Ours, so that an upload may take longer.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_MS, headersTimeoutMs),
    },
    (request, response) => {
      limitSendingTime(request, requestTimeoutMs);
      limitTakingTime(response, answerTimeoutMs);
      app(request, response);
    },
  );
  server.setTimeout(deadlineMs + STANDSTILL_MS);
  server.on("clientError", answerBrokenRequest);
  const withoutRequest = connectionsWithoutRequest(server);
  const url = await startListening(server, host, port);
  return { url, drain: () => drain({ server, app, settings, withoutRequest }) };
}

function startListening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const detail = `cannot listen on ${host}:${port}: ${cause.code}`;
      reject(new StatementStanceError("invalid-configuration", detail, { cause }));
    });
    server.listen(port, host, () => {
      const { port: taken, family, address } = server.address() as AddressInfo;
      resolve(`http://${family === "IPv6" ? `[${address}]` : address}:${taken}`);
    });
  });
}

/**
 * Connections that hold up a drain: Node counts those as busy on which nothing has come yet, such as a browser opens
 * for later, and those in the middle of their headers, whose time it no longer looks at.
 */
function connectionsWithoutRequest(server: Server): (headersMs: number) => Socket[] {
  const open = new Map<Socket, { requests: number }>();
  server.on("connection", (socket) => {
    open.set(socket, { requests: 0 });
    socket.once("close", () => open.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    const held = open.get(socket);
    if (!held) return;
    held.requests++;
    response.once("close", () => held.requests--);
  });
  return (headersMs) =>
    [...open].flatMap(([socket, { requests }]) =>
      requests === 0 && (socket.bytesRead === 0 || headersMs <= 0) ? [socket] : [],
    );
}

/** What a drain needs to know. */
interface Draining {
  readonly server: Server;
  readonly app: Express;
  readonly settings: Pick<Settings, "drainMs" | "headersTimeoutMs">;
  readonly withoutRequest: ReturnType<typeof connectionsWithoutRequest>;
}

function drain({ server, app, settings, withoutRequest }: Draining): Promise<boolean> {
  app.emit("draining");
  const headersEnd = performance.now() + settings.headersTimeoutMs;
  return new Promise((resolve) => {
    // A connection becomes idle when its request is answered, and would then be kept open.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of withoutRequest(headersEnd - performance.now())) socket.destroy();
    }, 50);
    const finish = (complete: boolean) => {
      clearInterval(sweep);
      clearTimeout(late);
      resolve(complete);
    };
    const late = setTimeout(() => {
      server.closeAllConnections();
      finish(false);
    }, settings.drainMs);
    server.close(() => finish(true));
  });
}
