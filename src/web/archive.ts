import type { NameMatches, SpeakerPage, StanceSeries, StatementPage, TargetPage } from "../schemas/index.js";
import { byId, element } from "./elements.js";
import { hitOf, targetsTable } from "./hits.js";
import { startJobs } from "./jobs.js";
import { plotOf } from "./plot.js";
import { ask } from "./service.js";

/** Shows the search and the jobs where the service has a store that this person may read. */
export async function startArchive(): Promise<void> {
  const part = byId("archive");
  try {
    const [{ speakers }, { targets }] = await Promise.all([
      ask<SpeakerPage>("/v1/speakers?limit=100"),
      ask<TargetPage>("/v1/targets?limit=100"),
    ]);
    offerNames("known-speakers", speakers);
    offerNames("known-targets", targets);
  } catch {
    part.hidden = true;
    return;
  }
  if (part.hidden && part.dataset.started === undefined) {
    part.dataset.started = "";
    takeSearches(byId<HTMLFormElement>("search"));
  }
  part.hidden = false;
  void startJobs();
}

function offerNames(id: string, names: readonly { readonly name: string }[]): void {
  byId(id).replaceChildren(...names.map(({ name }) => element("option", { value: name })));
}

function takeSearches(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void search(form).catch(({ message }: Error) => {
      byId("found").textContent = message;
    });
  });
}

/** Searches again with one field set otherwise. */
function searchFor(form: HTMLFormElement, field: "speaker" | "target", name: string): void {
  (form.elements.namedItem(field) as HTMLInputElement).value = name;
  form.requestSubmit();
  byId("search-title").focus();
}

async function search(form: HTMLFormElement): Promise<void> {
  const given = [...new FormData(form)].filter(([, value]) => value !== "") as [string, string][];
  const hits = byId("hits");
  const more = byId<HTMLButtonElement>("more");
  for (const id of ["hits", "over-time", "speaker-page"]) byId(id).replaceChildren();
  more.hidden = true;
  const show = async (cursor: string | null) => {
    const query = new URLSearchParams([...given, ["limit", "25"], ...(cursor ? [["cursor", cursor]] : [])]);
    const { statements, next, names } = await ask<StatementPage>(`/v1/statements?${query}`);
    hits.append(...statements.map((one) => hitOf(one, (field, name) => searchFor(form, field, name))));
    more.hidden = next === null;
    more.onclick = () => void show(next);
    const count = hits.children.length;
    byId("found").textContent =
      `${count}${next ? " statements so far" : count === 1 ? " statement" : " statements"}${understood(names)}`;
  };
  await show(null);
  const asked = new Map(given);
  await Promise.all([showOverTime(asked), showSpeaker(asked, form)]);
}

/** How the names that were asked for were understood. */
function understood({ speaker, target }: NameMatches): string {
  const told = [speaker, target].flatMap((match) => {
    if (!match) return [];
    const similar = match.similar.length > 0 ? ` (not searched: ${match.similar.join(", ")})` : "";
    const matched = match.matched.length > 0 ? `read as ${match.matched.join(", ")}` : "not known";
    return [`“${match.asked}” ${matched}${similar}`];
  });
  return told.length > 0 ? `; ${told.join("; ")}` : "";
}

async function showOverTime(asked: ReadonlyMap<string, string>): Promise<void> {
  const wanted = ["speaker", "target", "from", "to"].filter((name) => asked.has(name));
  if (!asked.has("speaker") && !asked.has("target")) return;
  const query = new URLSearchParams([...wanted.map((name) => [name, asked.get(name)!]), ["by", "month"]]);
  const { periods } = await ask<StanceSeries>(`/v1/stances?${query}`);
  if (periods.length === 0) return;
  const title = [asked.get("speaker") ?? "All speakers", asked.get("target")].filter(Boolean).join(" on ");
  byId("over-time").replaceChildren(element("h3", {}, `${title}, over time`), plotOf(periods));
}

async function showSpeaker(asked: ReadonlyMap<string, string>, form: HTMLFormElement): Promise<void> {
  const speaker = asked.get("speaker");
  if (!speaker) return;
  const query = new URLSearchParams({ speaker, limit: "15" });
  const { targets } = await ask<TargetPage>(`/v1/targets?${query}`);
  if (targets.length === 0) return;
  const table = targetsTable(targets, (name) => searchFor(form, "target", name));
  byId("speaker-page").replaceChildren(element("h3", {}, `What ${speaker} speaks of most`), table);
}
