import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorCode, StatementStanceError, toProblem } from "../errors/index.js";

const CODES: Readonly<Record<string, [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: ["headers-too-large", "the request's headers are larger than 16 KiB"],
  ERR_HTTP_REQUEST_TIMEOUT: ["request-timeout", "the request was not sent in time"],
};
const BROKEN: [ErrorCode, string] = ["invalid-request", "this is no HTTP request"];

/** Answers what never became a request that the app could see. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const problem = toProblem(new StatementStanceError(...(CODES[error.code ?? ""] ?? BROKEN)));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
