/** The lines of a text that comes in pieces; empty ones too, but for what follows the last line's end. */
export async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const parts = (rest + piece).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

/** The data of server-sent events. An event that was cut off in its middle is none. */
export async function* eventData(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of lines(pieces)) {
    if (line.startsWith("data:")) data.push(line.slice("data:".length).trimStart());
    if (line !== "" || data.length === 0) continue;
    yield data.join("\n");
    data = [];
  }
}
