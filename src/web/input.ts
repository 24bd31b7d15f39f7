import { byId, element } from "./elements.js";
import { ask, send } from "./service.js";

/** What the person gives to read. */
export interface Given {
  readonly text: string;
  /** A web page as its bytes: the service reads their encoding, and takes the article out. */
  readonly page?: Blob;
}

export interface InputEvents {
  submit(given: Given): void;
  tell(message: string, problem?: boolean): void;
}

/** Text from the field, a file, a drop or a sample. */
export function offerInput({ submit, tell }: InputEvents): void {
  const field = byId<HTMLTextAreaElement>("text");
  const form = byId<HTMLFormElement>("ask");
  let page: Blob | undefined;
  const put = (text: string, blob?: Blob) => {
    field.value = text;
    field.removeAttribute("lang");
    page = blob;
  };
  const submitNow = () => submit({ text: field.value, ...(page && { page }) });
  const open = async (file: File | undefined) => {
    if (!file) return;
    const text = await file.text().catch(() => undefined);
    if (text === undefined) return tell(`${file.name} cannot be read. Is it a folder?`, true);
    if (text.includes("\0"))
      return tell(`${file.name} is no text. Text and HTML files can be read here.`, true);
    const isPage = file.type === "text/html" || /\.html?$/i.test(file.name);
    put(isPage ? text : await decoded(file), isPage ? file : undefined);
    submitNow();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitNow();
  });
  field.addEventListener("input", () => {
    page = undefined;
    field.removeAttribute("lang");
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const file = byId<HTMLInputElement>("file");
  file.addEventListener("change", () => {
    void open(file.files?.[0]);
    file.value = "";
  });
  takeDrops(form, open);
  offerSamples(async (text) => {
    put(text);
    submitNow();
  }, tell);
}

/** Text files are UTF-8; old ones of Western Europe and America are most often Windows-1252. */
async function decoded(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A file may be dropped anywhere on the page: elsewhere the browser would leave the page for it. */
function takeDrops(form: HTMLElement, open: (file: File | undefined) => void): void {
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) form.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
}

function offerSamples(take: (text: string) => void, tell: InputEvents["tell"]): void {
  const select = byId<HTMLSelectElement>("sample");
  const trying = byId("try");
  trying.addEventListener("click", () => {
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change"));
    byId("text").focus();
  });
  const failed = () => tell("The samples cannot be read.", true);
  ask<{ samples: string[] }>("/page/samples.json").then(({ samples }) => {
    trying.hidden = samples.length === 0;
    select.append(...samples.map((name) => element("option", { value: name }, name.replace(/\.txt$/, ""))));
  }, failed);
  select.addEventListener("change", async () => {
    if (!select.value) return;
    const name = select.value;
    try {
      const response = await send(`/page/samples/${encodeURIComponent(name)}`);
      const text = await response.text();
      if (select.value === name) take(text);
    } catch (error) {
      // So that it can be chosen again.
      select.value = "";
      tell(`The sample cannot be read. ${(error as Error).message}`, true);
    }
  });
}
