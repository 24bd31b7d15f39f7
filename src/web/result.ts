import { kindsInUtf16 } from "../classifier/quoted-kind/index.js";
import type { DocumentResult, Span, Statement } from "../schemas/index.js";
import { applyFilters, type CardActs, cardOf } from "./card.js";
import { type Corrected, keepCorrectedTexts } from "./corrected-texts.js";
import { correctionForm, draftOf } from "./correction-form.js";
import { correctionsOf } from "./corrections.js";
import { byId, element, setLanguage } from "./elements.js";
import { type Exportable, offerExports } from "./exports.js";
import { createFilters } from "./filters.js";
import { showMatrix } from "./matrix.js";
import { pairTextAndCards } from "./pair.js";
import { createPicker } from "./picking.js";
import { showText } from "./reading.js";
import { followSelection } from "./selection.js";
import { statementsOf, type View, viewsOf } from "./views.js";
import { counted } from "./words.js";

interface Opened extends Corrected {
  readonly language: string;
  readonly kindOf: (content: readonly Span[]) => Statement["kind"];
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
  const adding = byId("adding");
  const add = byId<HTMLButtonElement>("add");
  const selected = followSelection(reading, () => {
    add.textContent = selected.now() ? "Add the selected words as a statement" : "Add a statement";
  });
  const pick = createPicker(reading, selected);
  const pair = pairTextAndCards(reading, cards);
  const filters = createFilters(() => show());
  let opened: Opened | undefined;
  let views: View[] = [];
  const texts = keepCorrectedTexts();
  offerExports((): Exportable | undefined => opened && { ...opened, views }, texts.all);

  function show(): void {
    if (!opened) return;
    const { text, result, corrections, language } = opened;
    views = viewsOf(result.statements, corrections, filters.now());
    for (const view of views) {
      const card = cards.children[view.number];
      if (card) applyFilters(card as HTMLElement, view);
      else cards.append(cardOf(view, language, acts));
    }
    pair.refresh(showText(reading, text, views));
    tellCounts();
  }

  /** Names may have changed: the filters and the matrix follow. */
  function showAll(): void {
    if (!opened) return;
    const { result, corrections, language } = opened;
    const now = statementsOf(viewsOf(result.statements, corrections, filters.now()));
    filters.offer(now, language);
    byId("matrix-part").hidden = now.length === 0;
    showMatrix(matrix, now, language, (speaker, target) => {
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
    byId("filters").hidden = byId("cards-hint").hidden = views.length === 0;
    byId("no-cards").hidden = views.length > 0;
    byId("shown").textContent = all ? counted(shown) : `${shown} of ${counted(views.length)} shown`;
    const count = opened?.corrections.count() ?? 0;
    byId("as-gold").textContent = `Export corrections as gold${count > 0 ? ` (${count})` : ""}`;
    const corrected = texts.all();
    byId("as-gold-all").hidden = !corrected.some(({ text }) => text !== opened?.text);
    byId("as-gold-all").textContent =
      corrected.length === 1
        ? "Export the other text that you corrected as gold"
        : `Export all ${corrected.length} texts that you corrected as gold`;
  }

  /** After a change its card is made anew, and all later ones where their numbers have changed. */
  function changed(number: number, message: string, laterToo = false): void {
    if (laterToo) for (const card of [...cards.children].slice(number)) card.remove();
    showAll();
    const { language, corrections } = opened!;
    if (!laterToo) cards.children[number]!.replaceWith(cardOf(views[number]!, language, acts));
    if (views.length === 0) add.focus();
    else if (!pair.focusNear(number)) byId("clear").focus();
    const away = laterToo || views[number]!.shown ? "" : " The filters hide it now.";
    const lost = corrections.kept() ? "" : " This browser keeps it only as long as the page is open.";
    tell(`${message}${away}${lost}`);
  }

  const acts: CardActs = {
    form({ found, now, number, added }) {
      const { text, language, corrections, kindOf } = opened!;
      return correctionForm(now ?? found, {
        text,
        language,
        title: `Correction of statement ${number + 1}`,
        pick,
        kindOf,
        needsTarget: added || found.targets.length > 0,
        keep(corrected) {
          const same = corrected === (now ?? found);
          if (!same) corrections.set(found, corrected);
          changed(number, `Statement ${number + 1} is ${same ? "as it was" : "corrected"}.`);
        },
      });
    },
    remove({ found, number, added }) {
      opened!.corrections.set(found, null);
      changed(number, `Statement ${number + 1} is deleted.`, added);
    },
    undo({ found, number }) {
      opened!.corrections.undo(found);
      changed(number, `Statement ${number + 1} is as it was found.`);
    },
  };

  /** The form for a statement that the model missed; what is selected is its content. */
  function openDraft(): void {
    if (!opened) return;
    const { text, language, corrections, kindOf } = opened;
    const number = views.length;
    const draft = draftOf(`added ${Date.now()}`, text, selected.now(), kindOf);
    selected.forget();
    const form = correctionForm(draft, {
      text,
      language,
      title: "A statement that the model missed",
      pick,
      kindOf,
      needsTarget: true,
      keep(statement) {
        adding.replaceChildren();
        filters.reset();
        corrections.add(statement);
        changed(number, `Statement ${number + 1} is added.`, true);
      },
      others: [["Give up", closeDraft]],
    });
    adding.replaceChildren(element("h4", {}, "A statement that the model missed"), form);
    form.querySelector<HTMLElement>("input")?.focus();
  }

  function closeDraft(): void {
    adding.replaceChildren();
    add.focus();
  }

  // A click would end the selection.
  add.addEventListener("pointerdown", (event) => event.preventDefault());
  add.addEventListener("click", openDraft);

  return {
    open(text, result, own) {
      const language = result.document.language.code;
      opened = { text, result, corrections: correctionsOf(text), language, kindOf: kindsOf(text) };
      texts.add(opened);
      setLanguage(reading, language);
      byId("start").hidden = true;
      byId("result").hidden = false;
      byId("columns").hidden = byId("exports").hidden = false;
      const concerned = result.statements.some(({ requested = [] }) =>
        requested.some((one) => one.concerned),
      );
      cards.replaceChildren();
      adding.replaceChildren();
      selected.forget();
      filters.reset();
      showAll();
      if (own && concerned) filters.set({ target: own });
    },
  };
}

/** The kinds of contents of a text, which is read for them when the first is asked for. */
function kindsOf(text: string): Opened["kindOf"] {
  let kinds: Opened["kindOf"] | undefined;
  return (content) => {
    kinds ??= kindsInUtf16(text);
    return kinds(content);
  };
}
