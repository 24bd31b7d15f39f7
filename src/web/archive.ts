import type { StatementPage } from "../schemas/index.js";
import { byId, element } from "./elements.js";
import { type Period, plotOf } from "./plot.js";
import { ask } from "./service.js";
import { STANCE_WORDS } from "./stance-of.js";

interface JobRow {
  readonly id: number;
  readonly name?: string;
  readonly state: string;
  readonly progress?: { readonly done: number; readonly total: number | null };
}

/** Shows the search and the jobs where the service has a store. */
export async function startArchive(): Promise<void> {
  try {
    await ask("/v1/speakers?limit=1");
  } catch {
    return;
  }
  byId("archive").hidden = false;
  const form = byId<HTMLFormElement>("search");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void search(form).catch((error: Error) => {
      byId("found").textContent = error.message;
    });
  });
  await showJobs().catch(() => {});
}

async function search(form: HTMLFormElement): Promise<void> {
  const given = [...new FormData(form)].filter(([, value]) => value !== "") as [string, string][];
  const page = await ask<StatementPage>(`/v1/statements?${new URLSearchParams(given)}`);
  byId("found").textContent = `${page.statements.length}${page.next ? " or more" : ""} statements`;
  byId("hits").replaceChildren(
    ...page.statements.map(({ speaker, targets, content, document }) =>
      element(
        "li",
        { class: `card ${targets[0]?.stance ?? "neutral"}` },
        element(
          "p",
          {},
          element("strong", {}, speaker?.name ?? "nobody named"),
          ` ${targets.map(({ name, stance }) => `${STANCE_WORDS[stance]} ${name}`).join(", ")}`,
        ),
        element("p", { class: "said" }, content.text),
        element(
          "p",
          { class: "small" },
          [document.title ?? document.id, document.date ?? ""].filter(Boolean).join(", "),
        ),
      ),
    ),
  );
  const asked = new Map(given);
  const plot = byId("over-time");
  plot.replaceChildren();
  if (!asked.has("speaker") || !asked.has("target")) return;
  const query = new URLSearchParams({
    speaker: asked.get("speaker")!,
    target: asked.get("target")!,
    by: "month",
  });
  const { periods } = await ask<{ periods: Period[] }>(`/v1/stances?${query}`);
  plot.append(plotOf(periods));
}

async function showJobs(): Promise<void> {
  const { jobs } = await ask<{ jobs: JobRow[] }>("/v1/jobs");
  const list = byId("jobs");
  list.replaceChildren(
    ...jobs.map((job) => {
      const state = element("span", {}, stateOf(job));
      if (job.state === "running") follow(job.id, state);
      return element("li", { class: "card" }, `Job ${job.id} ${job.name ?? ""}: `, state);
    }),
  );
}

/** Live progress, by server-sent events. */
function follow(id: number, place: HTMLElement): void {
  const events = new EventSource(`/v1/jobs/${id}/events`);
  const show = (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as JobRow;
    place.textContent = stateOf(job);
    if (job.state !== "running") events.close();
  };
  for (const name of ["message", "progress", "end"]) events.addEventListener(name, show);
}

const stateOf = ({ state, progress }: JobRow): string =>
  progress ? `${state}, ${progress.done} of ${progress.total ?? "?"} documents` : state;
