import type { Statement } from "../schemas/index.js";
import type { Choice } from "./choice.js";
import { byId, fillSelect } from "./elements.js";
import { STANCE_WORDS, speakerOf, stancesOf } from "./stances.js";

export interface Filters {
  now(): Choice;
  /** Lets all through, without telling. */
  reset(): void;
  set(choice: Partial<Choice>): void;
  /** Offers what there is; what was chosen stays so where it still is. */
  offer(statements: readonly Statement[], language: string): void;
}

const inOrder = new Intl.Collator();

export function createFilters(changed: () => void): Filters {
  const speaker = byId<HTMLSelectElement>("by-speaker");
  const target = byId<HTMLSelectElement>("by-target");
  const stance = byId<HTMLSelectElement>("by-stance");
  const fields = { speaker, target, stance };
  const reset = () => {
    for (const field of Object.values(fields)) field.value = "";
  };
  const set = (choice: Partial<Choice>) => {
    for (const name of ["speaker", "target", "stance"] as const) {
      if (choice[name] !== undefined) fields[name].value = choice[name];
    }
    changed();
  };
  for (const field of Object.values(fields)) field.addEventListener("change", changed);
  byId("clear").addEventListener("click", () => {
    reset();
    changed();
    speaker.focus();
  });
  fillSelect(stance, "all", Object.entries(STANCE_WORDS));
  return {
    now: () => ({ speaker: speaker.value, target: target.value, stance: stance.value }),
    reset,
    set,
    offer(statements, language) {
      const names = (values: string[]) =>
        [...new Set(values)].sort(inOrder.compare).map((name) => [name, name] as const);
      const targets = statements.flatMap((one) => stancesOf(one).map(({ name }) => name));
      fillSelect(speaker, "all", names(statements.map(speakerOf)), language);
      fillSelect(target, "all", names(targets), language);
    },
  };
}
