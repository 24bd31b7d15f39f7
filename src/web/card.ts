import type { Passage, Statement } from "../schemas/index.js";
import { element, passage, wordsIn } from "./elements.js";
import { NOBODY, STANCE_WORDS, STANCES, type Stance } from "./stances.js";
import type { View } from "./views.js";

const percent = (share: number): string => `${Math.round(share * 100)}%`;

type Scores = Statement["targets"][number]["scores"];

/** What a person can do with a card. */
export interface CardActs {
  /** The form by which its statement is corrected. */
  form(view: View): HTMLElement;
  remove(view: View): void;
  undo(view: View): void;
}

/**
 * A statement as a card: who, for or against what, the words, and how sure the model is.
 * @param language of the text, whose words are told apart from the page's own
 */
export function cardOf(view: View, language: string, acts: CardActs): HTMLLIElement {
  const { number, now, found } = view;
  const statement = now ?? found;
  const card = element("li", {
    tabindex: "-1",
    "data-statement": String(number),
    "aria-labelledby": `who-${number}`,
  });
  applyFilters(card, view);
  card.append(
    heading(statement, number, language, markOf(view)),
    ...(now ? stances(statement, language) : []),
    passage(language, statement.content.text),
    facts(statement, language),
  );
  card.append(actionsOf(view, acts));
  return card;
}

function markOf({ now, corrected, added }: View): string {
  if (now === null) return "no statement";
  if (added) return "added";
  return corrected ? "corrected" : "";
}

function actionsOf(view: View, { form, remove, undo }: CardActs): HTMLElement {
  const { number, now, corrected } = view;
  const button = (name: string, act?: () => void, kind = "") => {
    const attributes = {
      type: "button",
      class: `plain ${kind}`,
      "aria-label": `${name}: statement ${number + 1}`,
    };
    const made = element("button", attributes, name);
    if (act) made.addEventListener("click", act);
    return made;
  };
  const still = now ? [button("Show in the text", undefined, "to-text"), correctionOf(view, form)] : [];
  const away = now ? [button("Delete", () => remove(view))] : [];
  const back = corrected ? [button(now ? "Undo the correction" : "Put it back", () => undo(view))] : [];
  return element("div", { class: "actions" }, ...still, ...away, ...back);
}

/** What the filters change of a card; a form that is being filled in stays as it is. */
export function applyFilters(card: HTMLElement, { now, tone, shown }: View): void {
  card.className = `card ${tone}${now ? "" : " removed"}`;
  card.hidden = !shown;
}

function heading(statement: Statement, number: number, language: string, mark: string): HTMLElement {
  const { speaker } = statement;
  const type = speaker ? `${speaker.type}, ${percent(speaker.confidence)} sure` : "";
  return element(
    "h3",
    { id: `who-${number}` },
    element("span", { class: "number" }, String(number + 1)),
    " ",
    speaker ? wordsIn(language, speaker.name) : NOBODY,
    " ",
    element("span", { class: "small" }, type),
    ...(mark ? [" ", element("span", { class: "mark" }, mark)] : []),
  );
}

function stances({ targets, requested = [] }: Statement, language: string): HTMLElement[] {
  const list = element("ul", { class: "stances" });
  for (const { name, stance, scores, confidence } of targets)
    list.append(stanceLine(stance, wordsIn(language, name), scores, `is a target: ${percent(confidence)}`));
  for (const { name, concerned, stance, scores } of requested) {
    const own = element("bdi", {}, name);
    if (concerned && stance && scores) list.append(stanceLine(stance, own, scores, "your target"));
    else list.append(element("li", { class: "small" }, "says nothing on your target ", own));
  }
  return list.children.length > 0 ? [list] : [];
}

function stanceLine(stance: Stance, name: HTMLElement, scores: Scores, remark: string): HTMLElement {
  const told = STANCES.map((one) => `${STANCE_WORDS[one]} ${percent(scores[one])}`).join(" · ");
  return element(
    "li",
    {},
    element("span", { class: `tag ${stance}` }, STANCE_WORDS[stance]),
    " ",
    element("span", { class: "target" }, name),
    element("span", { class: "small scores" }, `${told} · ${remark}`),
  );
}

function facts({ kind, cue, source, confidence }: Statement, language: string): HTMLElement {
  const part = (name: string, words: Passage | null) =>
    words ? [`${name} “`, wordsIn(language, words.text), "”"] : [`no ${name}`];
  const said = [`${kind} · `, ...part("source", source), " · ", ...part("cue", cue)];
  return element("p", { class: "small" }, ...said, ` · ${percent(confidence)} sure`);
}

/** The form is made when it is first opened: a page of hundreds of cards stays quick. */
function correctionOf(view: View, form: CardActs["form"]): HTMLElement {
  const summary = element("summary", { "aria-label": `Correct statement ${view.number + 1}` }, "Correct");
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(form(view));
  });
  return details;
}
