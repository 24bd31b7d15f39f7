import type { Span, Stance } from "../schemas/index.js";

/** A labelled target, as gold and predictions both are brought into. */
export interface LabelledTarget {
  readonly span: Span | null;
  readonly name: string;
  readonly stance: Stance;
}

/** A labelled statement. Offsets count code points. */
export interface LabelledStatement {
  readonly source: readonly Span[];
  readonly cue: readonly Span[];
  readonly content: readonly Span[];
  readonly speaker: string | null;
  readonly speakerType: string | null;
  readonly targets: readonly LabelledTarget[];
}

/** A document with its labels; `attributionOnly` where gold has no speakers and targets. */
export interface LabelledDocument {
  readonly id: string;
  readonly text: string;
  readonly statements: readonly LabelledStatement[];
  readonly attributionOnly: boolean;
}
