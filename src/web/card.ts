import type { Statement } from "../schemas/index.js";
import type { Corrections } from "./corrections.js";
import { element } from "./elements.js";
import { chiefStance, STANCE_WORDS } from "./stance-of.js";

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** A statement as a card: who, for or against what, the words, how sure, and a form to correct it. */
export function cardOf(statement: Statement, number: number, corrections: Corrections): HTMLLIElement {
  const { speaker, targets, requested = [], content, kind, confidence } = statement;
  const who = speaker ? speaker.name : "nobody named";
  const card = element(
    "li",
    { class: `card ${chiefStance(statement)}`, tabindex: "-1", "data-statement": String(number) },
    element(
      "p",
      {},
      element("strong", {}, who),
      speaker ? ` (${speaker.type}, ${percent(speaker.confidence)})` : "",
    ),
  );
  for (const { name, stance, scores, confidence: sure } of targets) {
    const detail = `for ${percent(scores.favor)}, against ${percent(scores.against)}, neutral ${percent(scores.neutral)}; target ${percent(sure)}`;
    card.append(
      element(
        "p",
        {},
        element("span", { class: `tag ${stance}` }, STANCE_WORDS[stance]),
        ` ${name} `,
        element("span", { class: "small" }, detail),
      ),
    );
  }
  for (const { name, concerned, stance } of requested) {
    const said = concerned && stance ? `${STANCE_WORDS[stance]} ${name}` : `does not concern ${name}`;
    card.append(element("p", { class: "small" }, `Your target: ${said}`));
  }
  card.append(
    element("p", { class: "said" }, content.text),
    element("p", { class: "small" }, `${kind}, ${percent(confidence)} sure`),
    corrections.form(statement, number),
  );
  return card;
}
