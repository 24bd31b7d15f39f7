import type { Statement } from "../schemas/index.js";
import { type Choice, fits, toneOf } from "./choice.js";
import type { Corrections } from "./corrections.js";
import type { Stance } from "./stances.js";

/** A statement as it is shown at this moment. */
export interface View {
  readonly number: number;
  /** As the model found it. */
  readonly found: Statement;
  /** As a person corrected it, else as it was found; null where the person says it is none. */
  readonly now: Statement | null;
  readonly corrected: boolean;
  /** The model missed it; a person added it. */
  readonly added: boolean;
  /** Let through by the filters. */
  readonly shown: boolean;
  readonly tone: Stance;
}

/** What was found, and behind it what was added. */
export function viewsOf(statements: readonly Statement[], corrections: Corrections, choice: Choice): View[] {
  return [...statements, ...corrections.added()].map((found, number) => {
    const now = corrections.of(found);
    const about = now ?? found;
    return {
      number,
      found,
      now,
      corrected: now !== found,
      added: number >= statements.length,
      shown: fits(about, choice),
      tone: toneOf(about, choice),
    };
  });
}

/** The statements that there are, with their corrections, of the views given. */
export function statementsOf(views: readonly View[]): Statement[] {
  return views.flatMap(({ now }) => (now ? [now] : []));
}
