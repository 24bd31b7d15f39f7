import { SingleBar } from "cli-progress";
import type { Reading } from "../jobs/index.js";
import type { Job } from "../schemas/index.js";

/** Between two lines where the output is no terminal, milliseconds. */
const LINE_MS = 10_000;
const FORMAT =
  "{bar} {percentage}% | {documents} documents, {rate}/s | {statements} statements | {errors} errors | {left}";

/** Shows how far a job is: a bar on a terminal, now and then a line elsewhere. */
export interface BatchProgress {
  update(job: Job, reading: Reading): void;
  end(): void;
}

/** Figures of a moment. `atStart`: documents that were settled before this process began. */
export function progressFigures(job: Job, share: number, seconds: number, atStart: number) {
  const { scored, unchanged, failed, statements } = job.counts;
  const documents = scored + unchanged + failed;
  const rate = seconds > 0 ? (documents - atStart) / seconds : 0;
  return { documents, rate: rate.toFixed(1), statements, errors: failed, left: timeLeft(share, seconds) };
}

function timeLeft(share: number, seconds: number): string {
  if (share <= 0 || seconds < 1) return "time left unknown";
  const left = (seconds * (1 - share)) / share;
  if (left < 90) return `${Math.round(left)} s left`;
  if (left < 5400) return `${Math.round(left / 60)} min left`;
  return `${(left / 3600).toFixed(1)} h left`;
}

/** @param totalBytes of the inputs as they lie on the disk; 0 while they are being measured */
export function showProgress(stream: NodeJS.WriteStream, totalBytes: () => number): BatchProgress {
  const began = Date.now();
  let atStart: number | undefined;
  const figures = (job: Job, reading: Reading) => {
    const share = job.readAll ? 1 : Math.min(1, totalBytes() > 0 ? reading.bytes / totalBytes() : 0);
    const { scored, unchanged, failed } = job.counts;
    atStart ??= scored + unchanged + failed;
    return { share, ...progressFigures(job, share, (Date.now() - began) / 1000, atStart) };
  };
  return stream.isTTY ? bar(stream, figures) : lines(stream, figures);
}

type Figures = (job: Job, reading: Reading) => ReturnType<typeof progressFigures> & { share: number };

function bar(stream: NodeJS.WriteStream, figures: Figures): BatchProgress {
  const shown = new SingleBar({ stream, format: FORMAT, hideCursor: true, barsize: 20, fps: 5 });
  let started = false;
  return {
    update(job, reading) {
      const { share, ...payload } = figures(job, reading);
      if (!started) shown.start(1, share, payload);
      started = true;
      shown.update(share, payload);
    },
    end: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream, figures: Figures): BatchProgress {
  let told = Date.now();
  return {
    update(job, reading) {
      if (Date.now() - told < LINE_MS) return;
      told = Date.now();
      const { share, documents, rate, statements, errors, left } = figures(job, reading);
      stream.write(
        `job ${job.id}: ${Math.round(share * 100)}% read, ${documents} documents, ${rate}/s, ${statements} statements, ${errors} errors, ${left}\n`,
      );
    },
    end() {},
  };
}
