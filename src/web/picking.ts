import { forwardsIsRight } from "./direction.js";
import { byId } from "./elements.js";
import { rangeOf, type Selected, type TextSpan } from "./selection.js";
import { wordCursor } from "./word-cursor.js";

/**
 * Lets the person choose words in the text, by mouse, touch or keyboard. What is selected already is taken at once.
 * Out: undefined where the person gave up.
 */
export type Pick = (what: string, near: number) => Promise<TextSpan | undefined>;

const KEYS =
  "Arrow keys move by word and sentence, with Shift they take more; Enter uses them, Escape gives up.";

export function createPicker(reading: HTMLElement, selected: Selected): Pick {
  let giveUp = () => {};
  return async (what, near) => {
    giveUp();
    const chosen = selected.now() ?? (await choose(what, near));
    if (chosen) selected.forget();
    return chosen;
  };

  function choose(what: string, near: number): Promise<TextSpan | undefined> {
    const back = document.activeElement as HTMLElement | null;
    const bar = byId("picking");
    const told = byId("picking-told");
    const use = byId<HTMLButtonElement>("picking-use");
    const cursor = wordCursor(reading.textContent ?? "", near);
    const over = new AbortController();
    const { signal } = over;
    const tell = () => {
      const span = selected.now();
      use.disabled = !span;
      told.textContent = span
        ? `${what}: “${wordsAt(reading, span)}”`
        : `${what}: select words in the text. ${KEYS}`;
    };
    return new Promise((resolve) => {
      const end = (span: TextSpan | undefined) => {
        over.abort();
        bar.hidden = true;
        setPickable(reading, undefined);
        giveUp = () => {};
        back?.focus();
        resolve(span);
      };
      giveUp = () => end(undefined);
      const onKey = (event: KeyboardEvent) => {
        if (event.key === "Escape") return stopped(event, () => end(undefined));
        if (!reading.contains(event.target as Node)) return;
        if (event.key === "Enter") return stopped(event, () => selected.now() && end(selected.now()));
        const key = forwardsIsRight(event.key, reading);
        const span = cursor.press(key, event.shiftKey, selected.now());
        if (!span) return;
        stopped(event, () => selected.set(span));
        reveal(reading, span);
      };
      // Before the text's own listeners, by which keys and clicks lead from statement to statement.
      const first = { signal, capture: true };
      document.addEventListener("keydown", onKey, first);
      reading.addEventListener("click", (event) => event.stopImmediatePropagation(), first);
      document.addEventListener("selectionchange", tell, { signal });
      // A click would end the selection.
      use.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
      use.addEventListener("click", () => end(selected.now()), { signal });
      byId("picking-cancel").addEventListener("click", () => end(undefined), { signal });
      bar.hidden = false;
      setPickable(reading, `${what}: choose words. ${KEYS}`);
      reading.focus({ preventScroll: true });
      reveal(reading, [near, near + 1]);
      tell();
    });
  }
}

function stopped(event: Event, act: () => void): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

const wordsAt = (reading: HTMLElement, [start, end]: TextSpan): string =>
  (reading.textContent ?? "").slice(start, end);

/** While words are chosen in it the text takes the keys itself: a screen reader must leave them to it. */
function setPickable(reading: HTMLElement, label: string | undefined): void {
  reading.classList.toggle("pickable", label !== undefined);
  if (label === undefined) {
    reading.removeAttribute("tabindex");
    reading.removeAttribute("role");
    reading.removeAttribute("aria-label");
    return;
  }
  reading.tabIndex = 0;
  reading.setAttribute("role", "application");
  reading.setAttribute("aria-label", label);
}

/** Scrolls the text's column where it scrolls by itself, else the page. */
function reveal(reading: HTMLElement, span: TextSpan): void {
  const box = rangeOf(reading, span).getBoundingClientRect();
  const column = reading.closest<HTMLElement>(".column")!;
  const scrolls =
    column.scrollHeight > column.clientHeight && getComputedStyle(column).overflowY !== "visible";
  const frame = scrolls ? column.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const margin = 80;
  const by =
    box.top < frame.top + margin
      ? box.top - frame.top - margin
      : Math.max(0, box.bottom - frame.bottom + margin);
  if (scrolls) column.scrollTop += by;
  if (!scrolls || frame.top < 0 || frame.bottom > innerHeight) scrollBy(0, scrolls ? frame.top - margin : by);
}
