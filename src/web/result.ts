import type { DocumentResult } from "../schemas/index.js";
import { applyFilters, cardOf } from "./card.js";
import { correctionForm } from "./correction-form.js";
import { type Corrections, correctionsOf } from "./corrections.js";
import { byId } from "./elements.js";
import { type Exportable, offerExports } from "./exports.js";
import { createFilters } from "./filters.js";
import { showMatrix } from "./matrix.js";
import { pairTextAndCards } from "./pair.js";
import { showText } from "./reading.js";
import { followSelection } from "./selection.js";
import { statementsOf, type View, viewsOf } from "./views.js";

interface Opened {
  readonly text: string;
  readonly result: DocumentResult;
  readonly corrections: Corrections;
}

/** The part of the page that shows what was found. */
export interface ResultPart {
  /** @param own the person's own target, which is chosen where statements concern it */
  open(text: string, result: DocumentResult, own: string | undefined): void;
}

export function createResult(tell: (message: string) => void): ResultPart {
  const reading = byId("reading");
  const cards = byId("cards");
  const matrix = byId<HTMLTableElement>("matrix");
  const selected = followSelection(reading);
  const pair = pairTextAndCards(reading, cards);
  const filters = createFilters(() => show());
  let opened: Opened | undefined;
  let views: View[] = [];
  const exportable = (): Exportable | undefined => opened && { ...opened, views };
  offerExports(exportable);

  function show(): void {
    if (!opened) return;
    const { text, result, corrections } = opened;
    views = viewsOf(result.statements, corrections, filters.now());
    for (const view of views) {
      const card = cards.children[view.number];
      if (card) applyFilters(card as HTMLElement, view);
      else cards.append(cardOf(view, formOf));
    }
    pair.refresh(showText(reading, text, views));
    tellCounts();
  }

  /** Names may have changed: the filters and the matrix follow. */
  function showAll(): void {
    if (!opened) return;
    const now = statementsOf(viewsOf(opened.result.statements, opened.corrections, filters.now()));
    filters.offer(now);
    showMatrix(matrix, now, (speaker, target) => {
      filters.set({ speaker, target, stance: "" });
      byId("filters").scrollIntoView({ block: "start" });
      byId("by-speaker").focus({ preventScroll: true });
    });
    show();
  }

  function tellCounts(): void {
    const shown = views.filter((view) => view.shown).length;
    const all = Object.values(filters.now()).every((value) => value === "");
    byId("clear").hidden = all;
    byId("shown").textContent = all ? `${shown} statements` : `${shown} of ${views.length} statements shown`;
    const count = opened?.corrections.count() ?? 0;
    byId("as-gold").textContent = `Export corrections as gold${count > 0 ? ` (${count})` : ""}`;
  }

  function formOf(view: View): HTMLElement {
    const { text, corrections } = opened!;
    const after = (message: string) => {
      showAll();
      cards.children[view.number]!.replaceWith(cardOf(views[view.number]!, formOf));
      pair.focusCard(view.number);
      tell(
        corrections.kept() ? message : `${message} This browser keeps it only as long as the page is open.`,
      );
    };
    return correctionForm(view, {
      text,
      selected,
      keep({ found, number }, now) {
        corrections.set(found, now);
        after(`Statement ${number + 1} is ${now ? "corrected" : "taken away"}.`);
      },
      undo({ found, number }) {
        corrections.undo(found);
        after(`Statement ${number + 1} is as it was found.`);
      },
    });
  }

  return {
    open(text, result, own) {
      opened = { text, result, corrections: correctionsOf(text) };
      const { code } = result.document.language;
      if (code === "und") reading.removeAttribute("lang");
      else reading.lang = code;
      byId("result").hidden = false;
      byId("columns").hidden = byId("matrix-part").hidden = result.statements.length === 0;
      const concerned = result.statements.some(({ requested = [] }) =>
        requested.some((one) => one.concerned),
      );
      cards.replaceChildren();
      filters.reset();
      showAll();
      if (own && concerned) filters.set({ target: own });
    },
  };
}
