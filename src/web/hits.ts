import type { StoredStatement, TargetPage } from "../schemas/index.js";
import { element } from "./elements.js";
import { NOBODY, STANCE_WORDS, STANCES } from "./stances.js";

/** A stored statement in the list of what a search found. Its names lead to further searches. */
export function hitOf(
  { speaker, targets, content, document }: StoredStatement,
  search: (field: "speaker" | "target", name: string) => void,
): HTMLElement {
  const who = speaker ? nameButton(speaker.name, () => search("speaker", speaker.name)) : NOBODY;
  const about = targets.map(({ name, stance }) =>
    element(
      "li",
      {},
      element("span", { class: `tag ${stance}` }, STANCE_WORDS[stance]),
      " ",
      nameButton(name, () => search("target", name)),
    ),
  );
  const place = [document.title ?? document.id, document.date ?? "undated"].join(", ");
  return element(
    "li",
    { class: `card ${targets[0]?.stance ?? "neutral"}` },
    element("h3", {}, who),
    ...(about.length > 0 ? [element("ul", { class: "stances" }, ...about)] : []),
    element("blockquote", {}, content.text),
    element("p", { class: "small" }, place),
  );
}

/** The targets of a speaker with how often the speaker is for and against each. */
export function targetsTable(targets: TargetPage["targets"], choose: (name: string) => void): HTMLElement {
  const head = ["Target", ...STANCES.map((stance) => STANCE_WORDS[stance])];
  const rows = targets.map((target) =>
    element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        nameButton(target.name, () => choose(target.name)),
      ),
      ...STANCES.map((stance) => element("td", {}, String(target[stance]))),
    ),
  );
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

function nameButton(name: string, act: () => void): HTMLElement {
  const button = element("button", { type: "button", class: "plain" }, name);
  button.addEventListener("click", act);
  return button;
}
