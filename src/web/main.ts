import type { DocumentResult, Statement } from "../schemas/index.js";
import { startArchive } from "./archive.js";
import { cardOf } from "./card.js";
import { type Corrections, correctionsOf } from "./corrections.js";
import { byId, element, fillSelect } from "./elements.js";
import { goldRow } from "./gold.js";
import { showMatrix } from "./matrix.js";
import { showText, statementsAt } from "./reading.js";
import { asCsv, saveFile } from "./save.js";
import { ask, classify } from "./service.js";

interface Shown {
  readonly text: string;
  readonly result: DocumentResult;
  readonly corrections: Corrections;
}

const input = byId<HTMLTextAreaElement>("text");
const reading = byId("reading");
const cards = byId("cards");
const filters = {
  speaker: byId<HTMLSelectElement>("by-speaker"),
  target: byId<HTMLSelectElement>("by-target"),
  stance: byId<HTMLSelectElement>("by-stance"),
};
let shown: Shown | undefined;
let page = false;

function tell(message: string, problem = false): void {
  const status = byId("status");
  status.textContent = message;
  status.classList.toggle("problem", problem);
}

async function submit(): Promise<void> {
  tell("Reading …");
  try {
    const result = await classify(input.value, byId<HTMLInputElement>("target").value.trim(), page);
    show(result.document.text ?? input.value, result);
  } catch (error) {
    tell((error as Error).message, true);
  }
}

function show(text: string, result: DocumentResult): void {
  const { statements, document: about, timing, model } = result;
  const corrections = correctionsOf(text, statements, selectedSpan, countCorrections);
  shown = { text, result, corrections };
  const language = about.language.trainedFor
    ? ""
    : ` The text's language (${about.language.code}) is not one that the model was trained for.`;
  tell(
    `${statements.length} statements, ${Math.round(timing.totalMs)} ms, model ${model.name} ${model.version}.${language}`,
  );
  byId("result").hidden = false;
  showText(reading, text, statements);
  cards.replaceChildren(...statements.map((one, number) => cardOf(one, number, corrections)));
  (cards.firstElementChild as HTMLElement | null)?.setAttribute("tabindex", "0");
  showMatrix(byId<HTMLTableElement>("matrix"), statements);
  fillSelect(
    filters.speaker,
    "all",
    statements.map(({ speaker }) => speaker?.name ?? "nobody named"),
  );
  fillSelect(
    filters.target,
    "all",
    statements.flatMap(({ targets }) => targets.map(({ name }) => name)),
  );
  fillSelect(filters.stance, "all", ["favor", "against", "neutral"]);
  countCorrections();
}

function countCorrections(): void {
  const count = shown?.corrections.count() ?? 0;
  byId("as-gold").textContent = count > 0 ? `Export corrections (${count})` : "Export corrections";
}

/** The span of the shown text that is selected. */
function selectedSpan(): [number, number] | undefined {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !reading.contains(selection.anchorNode)) return undefined;
  const range = selection.getRangeAt(0);
  const before = range.cloneRange();
  before.selectNodeContents(reading);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return [start, start + range.toString().length];
}

function fits({ speaker, targets }: Statement): boolean {
  const { speaker: who, target, stance } = filters;
  const named = !who.value || (speaker?.name ?? "nobody named") === who.value;
  const about = targets.some(
    (one) => (!target.value || one.name === target.value) && (!stance.value || one.stance === stance.value),
  );
  return named && (about || (!target.value && !stance.value));
}

function filter(): void {
  const fitting = new Set<number>();
  shown?.result.statements.forEach((one, number) => {
    if (fits(one)) fitting.add(number);
  });
  for (const card of cards.children)
    (card as HTMLElement).hidden = !fitting.has(Number((card as HTMLElement).dataset.statement));
  for (const piece of reading.querySelectorAll<HTMLElement>("[data-statements]"))
    piece.classList.toggle("dimmed", !statementsAt(piece).some((number) => fitting.has(number)));
}

/** Marks a statement in the text and among the cards. */
function choose(number: number | undefined, scroll?: "text" | "card"): void {
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  if (number === undefined) return;
  const card = cards.querySelector<HTMLElement>(`[data-statement="${number}"]`);
  card?.classList.add("chosen");
  const pieces = [...reading.querySelectorAll<HTMLElement>("[data-statements]")].filter((piece) =>
    statementsAt(piece).includes(number),
  );
  for (const piece of pieces) piece.classList.add("chosen");
  const to = scroll === "text" ? pieces[0] : scroll === "card" ? card : undefined;
  to?.scrollIntoView({ block: "nearest" });
}

function followPointerAndKeys(): void {
  const cardAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>(".card") : null;
  reading.addEventListener("pointerover", ({ target }) => choose(statementsAt(target)[0], "card"));
  reading.addEventListener("focusin", ({ target }) => choose(statementsAt(target)[0], "card"));
  cards.addEventListener("pointerover", ({ target }) => choose(numberOf(cardAt(target)), "text"));
  cards.addEventListener("focusin", ({ target }) => choose(numberOf(cardAt(target)), "text"));
  reading.addEventListener("keydown", (event) => {
    const [number] = statementsAt(event.target);
    if (event.key === "Enter" && number !== undefined)
      focusCard(cards.querySelector<HTMLElement>(`[data-statement="${number}"]`));
  });
  cards.addEventListener("keydown", (event) => {
    const card = event.target as HTMLElement;
    if (!card.classList.contains("card")) return;
    if (event.key === "Enter") reading.querySelector<HTMLElement>(".chosen[tabindex]")?.focus();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      focusCard(neighbour(card, event.key === "ArrowDown"));
    }
  });
}

const numberOf = (card: HTMLElement | null): number | undefined =>
  card ? Number(card.dataset.statement) : undefined;

function neighbour(card: HTMLElement, after: boolean): HTMLElement | null {
  let next = card as Element | null;
  do next = after ? next!.nextElementSibling : next!.previousElementSibling;
  while (next && (next as HTMLElement).hidden);
  return next as HTMLElement | null;
}

/** One card at a time can be reached by Tab; the others by the arrow keys. */
function focusCard(card: HTMLElement | null): void {
  if (!card) return;
  for (const one of cards.querySelectorAll<HTMLElement>('.card[tabindex="0"]')) one.tabIndex = -1;
  card.tabIndex = 0;
  card.focus();
}

async function openFile(file: File | undefined): Promise<void> {
  if (!file) return;
  input.value = await file.text();
  page = /html/.test(file.type) || /\.html?$/i.test(file.name);
  tell(`${file.name} is open.`);
}

function takeInput(): void {
  const form = byId<HTMLFormElement>("ask");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  input.addEventListener("input", () => {
    page = false;
  });
  byId<HTMLInputElement>("file").addEventListener(
    "change",
    ({ target }) => void openFile((target as HTMLInputElement).files?.[0]),
  );
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    void openFile(event.dataTransfer?.files[0]);
  });
}

async function offerSamples(): Promise<void> {
  const select = byId<HTMLSelectElement>("sample");
  const { samples } = await ask<{ samples: string[] }>("/page/samples.json");
  select.append(...samples.map((name) => element("option", { value: name }, name)));
  select.addEventListener("change", async () => {
    if (!select.value) return;
    input.value = await (await fetch(`/page/samples/${encodeURIComponent(select.value)}`)).text();
    page = false;
    await submit();
  });
}

function offerExports(): void {
  byId("as-json").addEventListener(
    "click",
    () =>
      shown && saveFile("statements.json", "application/json", `${JSON.stringify(shown.result, null, 2)}\n`),
  );
  byId("as-csv").addEventListener(
    "click",
    () => shown && saveFile("statements.csv", "text/csv", asCsv(shown.result.statements)),
  );
  byId("as-gold").addEventListener("click", () => {
    if (!shown) return;
    const row = goldRow(shown.result.document.id ?? "corrected", shown.text, shown.corrections.corrected());
    saveFile("corrections.jsonl", "application/jsonl", `${JSON.stringify(row)}\n`);
  });
}

function offerThemes(): void {
  const button = byId("theme");
  const root = document.documentElement;
  const apply = (dark: boolean) => {
    root.classList.toggle("dark", dark);
    root.classList.toggle("light", !dark);
    button.setAttribute("aria-pressed", String(dark));
  };
  const kept = localStorage.getItem("theme");
  apply(kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  button.addEventListener("click", () => {
    const dark = !root.classList.contains("dark");
    localStorage.setItem("theme", dark ? "dark" : "light");
    apply(dark);
  });
}

offerThemes();
takeInput();
offerExports();
followPointerAndKeys();
for (const select of Object.values(filters)) select.addEventListener("change", filter);
await offerSamples().catch(() => {});
await startArchive();
