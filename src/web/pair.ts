import { forwardsIsRight } from "./direction.js";
import { type Places, statementsAt } from "./reading.js";

/** The text and the cards, which follow each other. */
export interface Pair {
  /** After either was shown anew. */
  refresh(places: Places): void;
  /** Moves to a statement's card, or to the next one where the filters hide it. Out: false where they hide all. */
  focusNear(number: number): boolean;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Pointer, touch and keyboard move from a statement's words to its card, and back. */
export function pairTextAndCards(reading: HTMLElement, cards: HTMLElement): Pair {
  let places: Places = { pieces: new Map(), heads: new Map() };
  let marked: Element[] = [];
  const cardOf = (number: number) => cards.querySelector<HTMLElement>(`[data-statement="${number}"]`);
  const shownCards = () => [...cards.querySelectorAll<HTMLElement>(".card:not([hidden])")];
  const heads = () => [...new Set(places.heads.values())];

  const choose = (number: number | undefined, show: "card" | "text") => {
    if (number === undefined || !isShown(number)) return;
    for (const one of marked) one.classList.remove("chosen");
    const card = cardOf(number);
    const pieces = places.pieces.get(number) ?? [];
    marked = card ? [card, ...pieces] : [...pieces];
    for (const one of marked) one.classList.add("chosen");
    if (show === "card" && card) reveal(card, cards);
    if (show === "text" && pieces[0]) reveal(pieces[0], reading);
  };
  // What the filters hide has nothing to lead to.
  const isShown = (number: number) => cardOf(number)?.hidden === false;
  const focusCard = (number: number) => reach(cardOf(number), shownCards());

  const overText = ({ target }: Event) => choose(statementsAt(target)[0], "card");
  reading.addEventListener("pointerover", overText);
  reading.addEventListener("focusin", overText);
  reading.addEventListener("click", ({ target }) => {
    const [number] = statementsAt(target);
    if (number === undefined || !isShown(number)) return;
    if (getSelection()?.isCollapsed !== false) focusCard(number);
  });
  reading.addEventListener("keydown", (event) => {
    const [number] = statementsAt(event.target);
    if (event.key === "Enter" && number !== undefined && isShown(number)) focusCard(number);
    else step(event, heads());
  });

  const overCards = ({ target }: Event) => choose(numberOf(target), "text");
  cards.addEventListener("pointerover", overCards);
  cards.addEventListener("focusin", overCards);
  const toText = (number: number) => reach(places.heads.get(number), heads());
  cards.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.matches(".to-text")) toText(numberOf(target)!);
  });
  cards.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!(card instanceof HTMLElement && card.matches(".card"))) return;
    if (event.key === "Enter") toText(numberOf(card)!);
    else step(event, shownCards());
  });

  return {
    refresh(fresh) {
      places = fresh;
      allowOne(heads());
      allowOne(shownCards());
    },
    focusNear(number) {
      const shown = shownCards();
      const near = shown.find((card) => numberOf(card)! >= number) ?? shown.at(-1);
      reach(near, shown);
      return near !== undefined;
    },
  };
}

function numberOf(target: EventTarget | null): number | undefined {
  const card = target instanceof Element ? target.closest<HTMLElement>("[data-statement]") : null;
  return card ? Number(card.dataset.statement) : undefined;
}

/** One element of each list can be reached by Tab; the others by the arrow keys. */
function allowOne(
  list: readonly HTMLElement[],
  one = list.find(({ tabIndex }) => tabIndex === 0) ?? list[0],
) {
  for (const element of list) element.tabIndex = element === one ? 0 : -1;
}

function reach(element: HTMLElement | null | undefined, list: readonly HTMLElement[]): void {
  if (!element) return;
  allowOne(list, element);
  element.focus();
}

function step(event: KeyboardEvent, list: readonly HTMLElement[]): void {
  const by = STEPS[forwardsIsRight(event.key, event.target)];
  const at = list.indexOf(event.target as HTMLElement);
  if (by === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  reach(list[Math.min(Math.max(at + by, 0), list.length - 1)], list);
}

/** Scrolls a column that scrolls by itself; the page is left where the person looks. */
function reveal(element: HTMLElement, inside: HTMLElement): void {
  const column = inside.closest<HTMLElement>(".column")!;
  if (column.scrollHeight <= column.clientHeight) return;
  const [box, frame] = [element.getBoundingClientRect(), column.getBoundingClientRect()];
  const above = frame.top - box.top;
  const below = Math.min(box.bottom - frame.bottom, -above);
  if (above > 0) column.scrollTop -= above + 8;
  else if (below > 0) column.scrollTop += below + 8;
}
