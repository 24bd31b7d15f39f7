import { element } from "./elements.js";
import { type Segment, segmentsOf } from "./segments.js";
import type { View } from "./views.js";

/** Where statements stand among the elements of the text. */
export interface Places {
  /** All pieces of a statement, in text order. */
  readonly pieces: ReadonlyMap<number, readonly HTMLElement[]>;
  /** The piece that stands for a statement for the keyboard: the first of its content. */
  readonly heads: ReadonlyMap<number, HTMLElement>;
}

/** Shows the text with its statements marked: by number, and by the tone of the innermost one. */
export function showText(place: HTMLElement, text: string, views: readonly View[]): Places {
  const pieces = new Map<number, HTMLElement[]>();
  const heads = new Map<number, HTMLElement>();
  const segments = segmentsOf(
    text.length,
    views.map(({ now }) => now),
  );
  const nodes = segments.map((segment) => {
    const words = text.slice(segment.start, segment.end);
    if (segment.parts.length === 0) return words;
    const made = pieceOf(segment, words, views);
    for (const number of statementsAt(made)) pieces.set(number, [...(pieces.get(number) ?? []), made]);
    markHeads(made, segment, views, heads);
    return made;
  });
  place.replaceChildren(...nodes);
  return { pieces, heads };
}

function pieceOf({ parts }: Segment, words: string, views: readonly View[]): HTMLElement {
  const shown = parts.filter(({ statement }) => views[statement]!.shown);
  const marked = shown.length > 0 ? shown : parts;
  const contents = marked
    .filter(({ part }) => part === "content")
    .map(({ statement }) => views[statement]!)
    .toReversed();
  const inner = contents[0];
  const outer = contents.find((view) => !sameContent(view, inner!));
  const classes = ["piece", ...new Set(marked.map(({ part }) => part))];
  if (inner) classes.push(inner.tone);
  if (outer) classes.push("nested", `within-${outer.tone}`);
  if (shown.length === 0) classes.push("dimmed");
  const of = [...new Set(marked.toReversed().map(({ statement }) => statement))];
  return element("span", { class: classes.join(" "), "data-statements": of.join(" ") }, words);
}

/** Two statements often have one content, as in "he said and repeated that": neither stands within the other. */
const sameContent = (one: View, other: View): boolean =>
  String(one.now?.content.spans) === String(other.now?.content.spans);

/** A piece in which contents begin tells their numbers, and can be reached with the keyboard. */
function markHeads(
  piece: HTMLElement,
  { parts }: Segment,
  views: readonly View[],
  heads: Map<number, HTMLElement>,
): void {
  const begun = parts
    .filter(({ part, statement }) => part === "content" && views[statement]!.shown && !heads.has(statement))
    .map(({ statement }) => statement);
  if (begun.length === 0) return;
  for (const one of begun) heads.set(one, piece);
  const numbers = begun.map((one) => one + 1);
  piece.dataset.numbers = numbers.join(" ");
  piece.tabIndex = -1;
  piece.setAttribute("role", "link");
  const named = numbers.length > 1 ? `Statements ${numbers.join(" and ")}` : `Statement ${numbers[0]}`;
  piece.setAttribute("aria-label", `${named}: ${piece.textContent}`);
}

/** The statements of the piece that an event happened in, innermost first. */
export function statementsAt(target: EventTarget | null): number[] {
  const found = target instanceof Element ? target.closest<HTMLElement>("[data-statements]") : null;
  return found?.dataset.statements?.split(" ").map(Number) ?? [];
}
