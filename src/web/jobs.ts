import type { Job } from "../schemas/index.js";
import { byId } from "./elements.js";
import { type JobRow, jobRow } from "./job-row.js";
import { ask, Refusal } from "./service.js";

/** Between two looks at jobs that run; longer while there is nothing new, or no answer. */
const LOOK_MS = 1000;
const LONGEST_PAUSE_MS = 5000;

const rows = new Map<number, JobRow>();
let looking = new AbortController();
let started = false;

/** Lists the jobs, shows how those that run go on, and takes archives to be scored. */
export function startJobs(): void {
  if (!started) {
    started = true;
    const file = byId<HTMLInputElement>("archive-file");
    file.addEventListener("change", () => {
      const [chosen] = file.files ?? [];
      if (chosen) void upload(chosen);
      file.value = "";
    });
  }
  rows.clear();
  byId("jobs").replaceChildren();
  lookAnew();
}

function tell(message: string): void {
  byId("jobs-status").textContent = message;
}

async function upload(file: File): Promise<void> {
  tell(`${file.name} is being sent …`);
  try {
    const query = new URLSearchParams({ filename: file.name });
    const job = await ask<Job>(`/v1/jobs?${query}`, { method: "POST", body: file });
    tell(`${file.name} is job ${job.id}.`);
  } catch (error) {
    tell((error as Error).message);
  }
  lookAnew();
}

async function cancel(id: number): Promise<void> {
  try {
    const job = await ask<Job>(`/v1/jobs/${id}`, { method: "DELETE" });
    rows.get(id)?.show(job);
    tell(`Job ${id} is ${job.state}.`);
  } catch (error) {
    tell(`Job ${id} is not cancelled. ${(error as Error).message}`);
  }
  lookAnew();
}

/** What an earlier look brings is of no interest any more. */
function lookAnew(): void {
  looking.abort();
  looking = new AbortController();
  void keepLooking(looking.signal);
}

/**
 * Looks at the jobs until none of them runs. One request tells of all: a stream for each of them would take all of the
 * connections that a browser opens to a host, and nothing else of the page would be answered.
 */
async function keepLooking(signal: AbortSignal): Promise<void> {
  let wait = LOOK_MS;
  let lost = false;
  do {
    try {
      const isNew = await look(signal);
      if (lost) tell("");
      wait = isNew ? LOOK_MS : wait * 2;
      lost = false;
    } catch (error) {
      if (signal.aborted) return;
      tell(`How far the jobs are is not known. ${(error as Error).message}`);
      if (error instanceof Refusal && (error.status === 401 || error.status === 403)) return;
      wait *= 2;
      lost = true;
    }
    wait = Math.min(wait, LONGEST_PAUSE_MS);
    await pause(wait, signal);
  } while (!signal.aborted && (lost || running().length > 0));
}

/** Out: whether any job has changed. */
async function look(signal: AbortSignal): Promise<boolean> {
  const { jobs } = await ask<{ jobs: Job[] }>("/v1/jobs?limit=10", { signal });
  const listed = new Set(jobs.map(({ id }) => id));
  for (const id of running()) {
    if (!listed.has(id)) jobs.push(await ask<Job>(`/v1/jobs/${id}`, { signal }));
  }
  signal.throwIfAborted();
  const changed = jobs.filter((job) => JSON.stringify(rows.get(job.id)?.job()) !== JSON.stringify(job));
  for (const job of changed.toReversed()) show(job);
  byId("no-jobs").hidden = rows.size > 0;
  return changed.length > 0;
}

function show(job: Job): void {
  const row = rows.get(job.id);
  if (!row) {
    const made = jobRow(job, () => void cancel(job.id));
    rows.set(job.id, made);
    byId("jobs").prepend(made.item);
    return;
  }
  const ended = row.job().state === "running" && job.state !== "running";
  row.show(job);
  if (ended) tell(`Job ${job.id} is ${job.state}.`);
}

const running = (): number[] => [...rows].flatMap(([id, row]) => (row.job().state === "running" ? id : []));

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
