import type { Statement } from "../schemas/index.js";
import { element, wordsIn } from "./elements.js";
import { NOBODY, STANCE_WORDS, STANCES, type Stance, speakerOf, stancesOf } from "./stances.js";

type Counts = Record<Stance, number>;

/** How often each speaker is for, against or neutral on each target, the most spoken of first. */
export function countStances(statements: readonly Statement[]) {
  const speakers = new Set<string>();
  const targets = new Map<string, { total: number; by: Map<string, Counts> }>();
  for (const statement of statements) {
    const who = speakerOf(statement);
    speakers.add(who);
    for (const { name, stance } of stancesOf(statement)) {
      const row = targets.get(name) ?? { total: 0, by: new Map<string, Counts>() };
      const cell = row.by.get(who) ?? { favor: 0, against: 0, neutral: 0 };
      cell[stance]++;
      row.total++;
      targets.set(name, { ...row, by: row.by.set(who, cell) });
    }
  }
  const rows = [...targets].sort(([, a], [, b]) => b.total - a.total);
  return { speakers: [...speakers], rows: rows.map(([target, { by }]) => ({ target, by })) };
}

/** Targets by speakers. There are more targets: they are the rows. A cell chooses its statements. */
export function showMatrix(
  table: HTMLTableElement,
  statements: readonly Statement[],
  language: string,
  choose: (speaker: string, target: string) => void,
): void {
  const { speakers, rows } = countStances(statements);
  const names = speakers.map((who) => (who === NOBODY ? NOBODY : wordsIn(language, who)));
  const head = ["Target", ...names].map((name) => element("th", { scope: "col" }, name));
  const body = rows.map(({ target, by }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, wordsIn(language, target)),
      ...speakers.map((who) => element("td", {}, ...cell(by.get(who), () => choose(who, target)))),
    ),
  );
  table.replaceChildren(
    element("caption", { class: "unseen" }, "How often each speaker is for or against each target"),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
}

function cell(counts: Counts | undefined, choose: () => void): HTMLElement[] {
  if (!counts) return [];
  const tags = STANCES.filter((stance) => counts[stance] > 0).map((stance) =>
    element("span", { class: `tag ${stance}` }, `${STANCE_WORDS[stance]} ${counts[stance]}`),
  );
  const button = element("button", { type: "button", class: "cell" }, ...tags);
  button.addEventListener("click", choose);
  return [button];
}
