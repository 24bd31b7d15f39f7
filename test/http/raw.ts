import { connect, type Socket } from "node:net";

/** A connection on which anything can be sent, and what came back on it. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came until the other side closed. */
  readonly answer: Promise<string>;
}

export function rawConnection(port: number): RawConnection {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("error", () => {});
  return { socket, answer: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}

/** The head of a request that sends a JSON body of so many bytes. */
export function postHead(length: number, path = "/v1/classify"): string {
  return `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
}
