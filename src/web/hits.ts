import type { StoredStatement, TargetPage } from "../schemas/index.js";
import { element, passage, wordsIn } from "./elements.js";
import { NOBODY, STANCE_WORDS, STANCES } from "./stances.js";

/** A stored statement in the list of what a search found. Its names lead to further searches. */
export function hitOf(
  { speaker, targets, content, document }: StoredStatement,
  addressOf: (field: "speaker" | "target", name: string) => string,
): HTMLElement {
  const { language, title, id, date } = document;
  const link = (field: "speaker" | "target", name: string) =>
    element("a", { href: addressOf(field, name) }, wordsIn(language, name));
  const about = targets.map(({ name, stance }) =>
    element(
      "li",
      {},
      element("span", { class: `tag ${stance}` }, STANCE_WORDS[stance]),
      " ",
      link("target", name),
    ),
  );
  return element(
    "li",
    { class: `card ${targets[0]?.stance ?? "neutral"}`, tabindex: "-1" },
    element("h3", {}, speaker ? link("speaker", speaker.name) : NOBODY),
    ...(about.length > 0 ? [element("ul", { class: "stances" }, ...about)] : []),
    passage(language, content.text),
    element("p", { class: "small" }, title ? wordsIn(language, title) : id, `, ${date ?? "undated"}`),
  );
}

/** The targets of a speaker with how often the speaker is for and against each. */
export function targetsTable(
  targets: TargetPage["targets"],
  addressOf: (name: string) => string,
): HTMLElement {
  const head = ["Target", ...STANCES.map((stance) => STANCE_WORDS[stance])];
  const rows = targets.map((target) => {
    const link = element("a", { href: addressOf(target.name) }, element("bdi", {}, target.name));
    const counts = STANCES.map((stance) => element("td", {}, String(target[stance])));
    return element("tr", {}, element("th", { scope: "row" }, link), ...counts);
  });
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Targets of this speaker" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...rows),
    ),
  );
}
