import type { NameMatch, NameMatches, StanceSeries, StatementPage } from "../schemas/index.js";
import { type Asked, addressOf, askedBy, FIELDS } from "./address.js";
import { byId, element } from "./elements.js";
import { hitOf } from "./hits.js";
import { plotOf } from "./plot.js";
import { ask } from "./service.js";
import { speakerPage } from "./speaker-page.js";
import { counted } from "./words.js";

const TITLE = document.title;
let started = false;
let searching = new AbortController();

/** Takes searches from the form and from the page's address, which is a new one for each. */
export function startSearch(): void {
  if (!started) {
    started = true;
    byId("search").addEventListener("submit", (event) => {
      event.preventDefault();
      const address = addressOf(formNow());
      if (location.hash === address) follow();
      else location.hash = address;
    });
    addEventListener("hashchange", follow);
  }
  if (askedBy(location.hash)) follow();
}

function formNow(): Asked {
  const given = new FormData(byId<HTMLFormElement>("search"));
  return Object.fromEntries(FIELDS.map((field) => [field, String(given.get(field) ?? "").trim()]));
}

/** Shows what the address asks for; what an earlier search would still bring is given up. */
function follow(): void {
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  const asked = askedBy(location.hash);
  // One of the names that lead here is about to go.
  const within = byId("archive-found").contains(document.activeElement);
  clear();
  fillForm(asked ?? {});
  document.title = asked ? titleOf(asked.speaker, asked.target) : TITLE;
  if (within || (asked && document.activeElement === document.body)) byId("search-title").focus();
  if (!asked) return;
  byId("found").textContent = "Searching …";
  search(asked, signal).catch(({ message }: Error) => {
    if (!signal.aborted) byId("found").textContent = message;
  });
}

function titleOf(speaker: string | undefined, target: string | undefined): string {
  const names = [speaker, target].filter(Boolean).join(" on ");
  return names ? `${names} · ${TITLE}` : TITLE;
}

function clear(): void {
  for (const id of ["hits", "over-time", "speaker-page"]) byId(id).replaceChildren();
  byId("more").hidden = true;
  byId("found").textContent = "";
}

function fillForm(asked: Asked): void {
  const { elements } = byId<HTMLFormElement>("search");
  for (const field of FIELDS) (elements.namedItem(field) as HTMLInputElement).value = asked[field] ?? "";
}

async function search(asked: Asked, signal: AbortSignal): Promise<void> {
  const names = await showHits(asked, null, signal);
  const speaker = nameOf(asked.speaker, names.speaker);
  document.title = titleOf(speaker, nameOf(asked.target, names.target));
  await Promise.all([
    showOverTime(asked, signal),
    speaker && names.speaker?.matched.length ? showSpeaker(speaker, asked, signal) : undefined,
  ]);
}

/** A name as it is stored, where one is meant. */
function nameOf(asked: string | undefined, match: NameMatch | undefined): string | undefined {
  return match?.matched.length === 1 ? match.matched[0] : asked;
}

/** One page more of what was found. */
async function showHits(asked: Asked, cursor: string | null, signal: AbortSignal): Promise<NameMatches> {
  const query = new URLSearchParams({ ...asked, limit: "25", ...(cursor && { cursor }) });
  const { statements, next, names } = await ask<StatementPage>(`/v1/statements?${query}`, { signal });
  signal.throwIfAborted();
  const hits = byId("hits");
  const added = statements.map((one) => hitOf(one, (field, name) => addressOf({ ...asked, [field]: name })));
  hits.append(...added);
  if (cursor) added[0]?.focus();
  const count = hits.children.length;
  byId("found").textContent = `${counted(count)}${next ? " so far" : ""}${understood(names)}`;
  offerMore(next, asked, signal);
  return names;
}

function offerMore(next: string | null, asked: Asked, signal: AbortSignal): void {
  const more = byId<HTMLButtonElement>("more");
  more.hidden = next === null;
  let underWay = false;
  more.onclick = () => {
    if (underWay) return;
    underWay = true;
    showHits(asked, next, signal)
      .catch(({ message }: Error) => {
        if (!signal.aborted) byId("found").textContent = message;
      })
      .finally(() => {
        underWay = false;
      });
  };
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

async function showOverTime(asked: Asked, signal: AbortSignal): Promise<void> {
  const { speaker, target, from, to } = asked;
  if (!speaker && !target) return;
  const query = new URLSearchParams({
    by: "month",
    ...(speaker && { speaker }),
    ...(target && { target }),
    ...(from && { from }),
    ...(to && { to }),
  });
  const { periods, names } = await ask<StanceSeries>(`/v1/stances?${query}`, { signal });
  signal.throwIfAborted();
  if (periods.length === 0) return;
  const who = nameOf(speaker, names.speaker) ?? "All speakers";
  const what = nameOf(target, names.target);
  const title = element("h3", {}, element("bdi", {}, who));
  if (what) title.append(" on ", element("bdi", {}, what));
  title.append(", over time");
  byId("over-time").replaceChildren(title, plotOf(periods));
}

async function showSpeaker(name: string, asked: Asked, signal: AbortSignal): Promise<void> {
  const shown = await speakerPage(name, asked, signal);
  signal.throwIfAborted();
  byId("speaker-page").replaceChildren(...shown);
}
