import type { Job } from "../schemas/index.js";
import { element } from "./elements.js";

/** A job in the list. */
export interface JobRow {
  readonly item: HTMLElement;
  /** As it was last shown. */
  job(): Job;
  show(job: Job): void;
}

export function jobRow(first: Job, cancel: () => void): JobRow {
  const title = element("h3", { tabindex: "-1" }, `Job ${first.id}: `, element("bdi", {}, first.name));
  const bar = element("progress", { "aria-label": `Progress of job ${first.id}` });
  const told = element("p", { class: "small" });
  const attributes = { type: "button", class: "plain", "aria-label": `Cancel job ${first.id}` };
  const button = element("button", attributes, "Cancel");
  let now = first;
  const show = (job: Job) => {
    now = job;
    showProgress(bar, job);
    told.textContent = progressOf(job);
    const ended = job.state !== "running";
    // The keyboard is not left on a button that is gone.
    if (ended && document.activeElement === button) title.focus();
    button.hidden = ended;
  };
  button.addEventListener("click", cancel);
  show(first);
  const item = element("li", { class: "card" }, title, bar, told, button);
  return { item, job: () => now, show };
}

const doneOf = ({ counts: { accepted, waiting } }: Job): number => accepted - waiting;

function showProgress(bar: HTMLProgressElement, job: Job): void {
  bar.max = Math.max(job.counts.accepted, 1);
  // Until all inputs were read nobody knows how much there is.
  if (job.readAll || job.state !== "running") bar.value = doneOf(job);
  else bar.removeAttribute("value");
}

function progressOf(job: Job): string {
  const { accepted, failed, statements } = job.counts;
  const of = job.readAll ? `${accepted}` : `${accepted} or more`;
  const why = job.problem ? ` ${job.problem.detail}` : "";
  return `${job.state}: ${doneOf(job)} of ${of} documents, ${statements} statements, ${failed} failed.${why}`;
}
