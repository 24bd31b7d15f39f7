import type { Statement } from "../schemas/index.js";
import { element } from "./elements.js";
import { STANCE_WORDS } from "./stance-of.js";

/** Targets by speakers, with how often each is for, against or neutral. There are more targets: they are the rows. */
export function showMatrix(table: HTMLTableElement, statements: readonly Statement[]): void {
  const cells = new Map<string, Map<string, Record<string, number>>>();
  const speakers = new Set<string>();
  for (const { speaker, targets } of statements) {
    const who = speaker?.name ?? "nobody named";
    speakers.add(who);
    for (const { name, stance } of targets) {
      const row = cells.get(name) ?? new Map<string, Record<string, number>>();
      cells.set(name, row);
      const cell = row.get(who) ?? {};
      cell[stance] = (cell[stance] ?? 0) + 1;
      row.set(who, cell);
    }
  }
  const column = (name: string) => element("th", { scope: "col" }, name);
  const head = element("tr", {}, column("target"), ...[...speakers].map(column));
  const rows = [...cells].map(([target, row]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, target),
      ...[...speakers].map((who) => element("td", {}, ...tags(row.get(who)))),
    ),
  );
  table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
}

function tags(counts: Record<string, number> = {}): HTMLElement[] {
  return (["favor", "against", "neutral"] as const)
    .filter((stance) => counts[stance])
    .map((stance) =>
      element(
        "span",
        { class: `tag ${stance}` },
        `${STANCE_WORDS[stance].replace(" on", "")} ${counts[stance]}`,
      ),
    );
}
