import type { Job } from "../schemas/index.js";
import { byId, element } from "./elements.js";
import { ask, send } from "./service.js";

let following = new AbortController();
let started = false;

/** Lists the jobs, follows those that run, and takes archives to be scored. */
export async function startJobs(): Promise<void> {
  if (!started) {
    started = true;
    const file = byId<HTMLInputElement>("archive-file");
    file.addEventListener("change", () => {
      const [chosen] = file.files ?? [];
      if (chosen) void upload(chosen);
      file.value = "";
    });
  }
  following.abort();
  following = new AbortController();
  const { jobs } = await ask<{ jobs: Job[] }>("/v1/jobs?limit=10");
  byId("jobs").replaceChildren(...jobs.map(rowOf));
  byId("no-jobs").hidden = jobs.length > 0;
}

async function upload(file: File): Promise<void> {
  const status = byId("upload-status");
  status.textContent = `${file.name} is being sent …`;
  try {
    const query = new URLSearchParams({ filename: file.name });
    const job = await ask<Job>(`/v1/jobs?${query}`, { method: "POST", body: file });
    status.textContent = `${file.name} is job ${job.id}.`;
    byId("no-jobs").hidden = true;
    byId("jobs").prepend(rowOf(job));
  } catch (error) {
    status.textContent = (error as Error).message;
  }
}

function rowOf(first: Job): HTMLElement {
  const bar = element("progress", { "aria-label": `Progress of job ${first.id}` });
  const told = element("p", { class: "small" });
  const cancel = element("button", {
    type: "button",
    class: "plain",
    "aria-label": `Cancel job ${first.id}`,
  });
  cancel.textContent = "Cancel";
  const show = (job: Job) => {
    const { accepted, waiting, failed, statements } = job.counts;
    const done = accepted - waiting;
    bar.max = Math.max(accepted, 1);
    // Until all inputs were read nobody knows how much there is.
    if (job.readAll || job.state !== "running") bar.value = done;
    else bar.removeAttribute("value");
    const of = job.readAll ? `${accepted}` : `${accepted} or more`;
    const why = job.problem ? ` ${job.problem.detail}` : "";
    told.textContent = `${job.state}: ${done} of ${of} documents, ${statements} statements, ${failed} failed.${why}`;
    cancel.hidden = job.state !== "running";
  };
  cancel.addEventListener("click", async () =>
    show(await ask<Job>(`/v1/jobs/${first.id}`, { method: "DELETE" })),
  );
  show(first);
  if (first.state === "running") void follow(first.id, show);
  const title = element("h4", {}, `Job ${first.id}: ${first.name}`);
  return element("li", { class: "card" }, title, bar, told, cancel);
}

/** Live progress by server-sent events. They are read by fetch: an EventSource cannot send an API key. */
async function follow(id: number, show: (job: Job) => void): Promise<void> {
  const { signal } = following;
  try {
    const response = await send(`/v1/jobs/${id}/events`, {
      headers: { accept: "text/event-stream" },
      signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const events = (rest + next.value).split("\n\n");
      rest = events.pop()!;
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data) show(JSON.parse(data) as Job);
      }
    }
  } catch {
    // The service stopped; the next look at the page shows how far the job came.
  }
}
