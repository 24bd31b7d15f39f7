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

/** The element of the page with this id. */
export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Fills a select with values and their names, the first of which stands for all; the choice is kept where it can be. */
export function fillSelect(
  select: HTMLSelectElement,
  all: string,
  values: Iterable<readonly [value: string, name: string]>,
): void {
  const chosen = select.value;
  const options = [...values].map(([value, name]) => element("option", { value }, name));
  select.replaceChildren(element("option", { value: "" }, all), ...options);
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = "";
}
