import type { Statement } from "../schemas/index.js";
import { element } from "./elements.js";
import type { Stance } from "./stance-of.js";

/** What a person changed; kept in this browser by the text, so that it outlives the page. */
export interface Corrections {
  /** The form of one statement, closed at first. */
  form(statement: Statement, number: number): HTMLElement;
  /** The statements as corrected, without those that are none. */
  corrected(): Statement[];
  /** How many were corrected. */
  count(): number;
}

type Corrected = Statement | null;
const STANCES: readonly Stance[] = ["favor", "against", "neutral"];

/** @param selected the span of the text that the person has selected, if any */
export function correctionsOf(
  text: string,
  statements: readonly Statement[],
  selected: () => [number, number] | undefined,
  changed: () => void,
): Corrections {
  const key = `corrections ${text.length} ${text.slice(0, 200)}`;
  const kept = new Map<number, Corrected>(JSON.parse(localStorage.getItem(key) ?? "[]"));
  const keep = (number: number, value: Corrected) => {
    kept.set(number, value);
    localStorage.setItem(key, JSON.stringify([...kept]));
    changed();
  };
  return {
    form: (statement, number) =>
      correctionForm(text, kept.get(number) ?? statement, selected, (value) => keep(number, value)),
    corrected: () =>
      statements.flatMap((statement, number) => {
        const value = kept.has(number) ? kept.get(number) : statement;
        return value ? [value] : [];
      }),
    count: () => kept.size,
  };
}

function correctionForm(
  text: string,
  statement: Statement,
  selected: () => [number, number] | undefined,
  keep: (value: Corrected) => void,
): HTMLElement {
  const speaker = element("input", { value: statement.speaker?.name ?? "", autocomplete: "off" });
  const rows = statement.targets.map(({ name, stance }) => ({
    name: element("input", { value: name, autocomplete: "off" }),
    stance: element(
      "select",
      {},
      ...STANCES.map((one) => element("option", one === stance ? { selected: "" } : {}, one)),
    ),
  }));
  const gone = element("input", { type: "checkbox" });
  const told = element("p", { class: "small", role: "status" });
  let content = statement.content;
  const take = element("button", { type: "button" }, "Selected text is the content");
  take.addEventListener("click", () => {
    const span = selected();
    if (!span) {
      told.textContent = "Select words in the text first.";
      return;
    }
    content = { text: text.slice(...span), spans: [span] };
    told.textContent = `Content: ${content.text}`;
  });
  const form = element(
    "form",
    { class: "row" },
    element("label", {}, "Speaker ", speaker),
    ...rows.flatMap(({ name, stance }, i) => [
      element("label", {}, `Target ${i + 1} `, name),
      element("label", {}, "Stance ", stance),
    ]),
    take,
    element("label", {}, gone, " is no statement"),
    element("button", { type: "submit" }, "Keep"),
    told,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const type = statement.speaker?.type === "none" ? "person" : (statement.speaker?.type ?? "person");
    const name = speaker.value.trim();
    const value: Statement = {
      ...statement,
      content,
      speaker: name ? { ...statement.speaker, name, type, confidence: 1 } : null,
      targets: statement.targets.map((target, i) => ({
        ...target,
        name: rows[i]!.name.value.trim() || target.name,
        stance: rows[i]!.stance.value as Stance,
      })),
    };
    keep(gone.checked ? null : value);
    told.textContent = "Kept. Export corrections gives all of this text as gold.";
  });
  return element("details", {}, element("summary", {}, "Correct"), form);
}
