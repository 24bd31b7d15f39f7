import type { DocumentResult } from "../schemas/index.js";
import { startArchive } from "./archive.js";
import { byId, setLanguage } from "./elements.js";
import { type Given, offerInput } from "./input.js";
import { createResult } from "./result.js";
import { classifyPage, classifyText } from "./service.js";
import { offerThemes } from "./theme.js";
import { counted } from "./words.js";

const status = byId("status");
function tell(message: string, problem = false): void {
  status.textContent = message;
  status.classList.toggle("problem", problem);
}

const result = createResult(tell);
let reading = new AbortController();

/** Reads what was given; what was still being read is given up. */
async function read({ text, page }: Given): Promise<void> {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  tell("Reading …");
  byId("ask").setAttribute("aria-busy", "true");
  try {
    await find(text, page, signal);
  } catch (error) {
    if (!signal.aborted) tell((error as Error).message, true);
  } finally {
    if (!signal.aborted) byId("ask").removeAttribute("aria-busy");
  }
}

async function find(text: string, page: Blob | undefined, signal: AbortSignal): Promise<void> {
  const names = byId<HTMLInputElement>("target")
    .value.split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  let found = page ? await classifyPage(page, signal) : await classifyText(text, names, signal);
  const article = found.document.text ?? text;
  if (page && names.length > 0) found = await classifyText(article, names, signal);
  if (signal.aborted) return;
  if (page) putText(article);
  setLanguage(byId("text"), found.document.language.code);
  result.open(article, found, names[0]);
  tell(summaryOf(found, names[0]));
}

/** The article instead of the page's code: from now on it is the text that is asked about. */
function putText(article: string): void {
  const field = byId<HTMLTextAreaElement>("text");
  field.value = article;
  field.dispatchEvent(new Event("input"));
}

function summaryOf({ statements, document, timing, model }: DocumentResult, own: string | undefined): string {
  const { code, trainedFor } = document.language;
  const count = statements.length === 0 ? "No statement was found" : `${counted(statements.length)} found`;
  const concerned = statements.filter(({ requested = [] }) => requested[0]?.concerned).length;
  const onOwn = own ? ` ${concerned === 0 ? "None" : concerned} of them on ${own}.` : "";
  const warning = trainedFor
    ? ""
    : ` Take them with care: the model was not trained for this language (${code}).`;
  return `${count} in ${Math.round(timing.totalMs)} ms by model ${model.name} ${model.version}.${onOwn}${warning}`;
}

offerThemes();
offerInput({ submit: (given) => void read(given), tell });
void startArchive(tell);
byId("key").addEventListener("change", () => {
  // What was said of the key before is of another one.
  tell("");
  void startArchive(tell);
});
