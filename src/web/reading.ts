import type { Statement } from "../schemas/index.js";
import { element } from "./elements.js";
import { type Segment, segmentsOf } from "./segments.js";
import { chiefStance } from "./stance-of.js";

/** The text with its statements marked. Each statement's first piece can be reached with the keyboard. */
export function showText(place: HTMLElement, text: string, statements: readonly Statement[]): void {
  const reached = new Set<number>();
  const nodes = segmentsOf(text.length, statements).map((segment) => {
    const words = text.slice(segment.start, segment.end);
    return segment.parts.length === 0 ? words : piece(segment, words, statements, reached);
  });
  place.replaceChildren(...nodes);
}

function piece(
  { parts }: Segment,
  words: string,
  statements: readonly Statement[],
  reached: Set<number>,
): HTMLElement {
  const contents = parts.filter(({ part }) => part === "content");
  const inner = contents.at(-1);
  const classes = ["piece", ...new Set(parts.map(({ part }) => part))];
  if (inner) classes.push(chiefStance(statements[inner.statement]!));
  if (contents.length > 1) classes.push("nested");
  const of = [...new Set(parts.toReversed().map(({ statement }) => statement))];
  const made = element("span", { class: classes.join(" "), "data-statements": of.join(" ") }, words);
  const fresh = contents.map(({ statement }) => statement).filter((one) => !reached.has(one));
  if (fresh.length > 0) {
    for (const one of fresh) reached.add(one);
    made.tabIndex = 0;
    made.setAttribute("role", "link");
    const numbers = fresh.map((one) => one + 1).join(" and ");
    made.setAttribute("aria-label", `Statement ${numbers}: ${words}`);
  }
  return made;
}

/** The statements of the piece that an event happened in, innermost first. */
export function statementsAt(target: EventTarget | null): number[] {
  const found = target instanceof Element ? target.closest<HTMLElement>("[data-statements]") : null;
  return found?.dataset.statements?.split(" ").map(Number) ?? [];
}
