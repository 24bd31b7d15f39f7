const NEWLINE = 0x0a;

/** A line of a stream, from 1. `bytes` is null where the line is longer than the limit. */
export interface Line {
  readonly line: number;
  readonly bytes: Buffer | null;
}

/** The lines of a stream. No more than `limit` bytes of a line are ever held. */
export async function* readLines(stream: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  const take = (part: Uint8Array): void => {
    size += part.length;
    if (size <= limit) held.push(part);
    else held = [];
  };
  const finish = (): Line => {
    const finished = { line: line++, bytes: size <= limit ? Buffer.concat(held) : null };
    held = [];
    size = 0;
    return finished;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    take(chunk.subarray(start));
    if (size > limit && size - chunk.length <= limit) yield { line, bytes: null };
  }
  if (size > 0) yield finish();
}
