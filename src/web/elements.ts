type Child = Node | string;

/** An element with attributes and children. Text is only ever set as text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The language of words, for whoever reads them aloud; empty where nobody knows it. */
const languageOf = (code: string): string => (code === "und" ? "" : code);

/** Words of a text amid the page's own: in their own language and direction. */
export const wordsIn = (code: string, words: string): HTMLElement =>
  element("bdi", { lang: languageOf(code) }, words);

/** A passage of a text, in its own language and direction. */
export const passage = (code: string, words: string): HTMLElement =>
  element("blockquote", { lang: languageOf(code), dir: "auto" }, words);

/** Tells of an element that it holds words of a text. */
export function setLanguage(place: HTMLElement, code: string): void {
  place.lang = languageOf(code);
  place.dir = "auto";
}

/** The element of the page with this id. */
export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Fills a select with values and their names, the first of which stands for all; the choice is kept where it can be. */
export function fillSelect(
  select: HTMLSelectElement,
  all: string,
  values: Iterable<readonly [value: string, name: string]>,
  language = "en",
): void {
  const chosen = select.value;
  const options = [...values].map(([value, name]) => {
    const option = element("option", { value }, name);
    setLanguage(option, language);
    return option;
  });
  select.replaceChildren(element("option", { value: "" }, all), ...options);
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = "";
}
