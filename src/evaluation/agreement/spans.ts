import type { LabelledDocument, LabelledStatement, Span, SpanAgreement } from "../../schemas/index.js";
import { intersectionSize } from "../characters.js";
import { allAttributions } from "../pair-documents.js";
import { meanOf } from "./mean.js";
import { unitizedAlpha } from "./unitized-alpha.js";

const PARTS = ["content", "cue", "source", "target"] as const;

/**
 * Agreement of what was marked, whatever statement it belongs to: of targets, between those who marked targets.
 * `versions[annotator][document]`.
 */
export function spanAgreements(versions: readonly (readonly LabelledDocument[])[]): SpanAgreement[] {
  const lengths = (versions[0] ?? []).map(({ text }) => Array.from(text).length);
  const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return PARTS.map((part) => {
    const asked = part === "target" ? versions.filter((all) => !allAttributions(all)) : versions;
    const units = asked.map((documents) =>
      documents.flatMap(({ statements }, index) =>
        statements
          .flatMap((statement) => spansOf(statement, part))
          .map(([start, end]): Span => [start + starts[index]!, end + starts[index]!]),
      ),
    );
    const spans = units.map((all) => new Set(all.map(([start, end]) => start * (total + 1) + end)));
    return {
      part,
      exact: meanOfPairs(spans, f1),
      characters: meanOfPairs(units.map(charactersOf), f1),
      unitizedAlpha: unitizedAlpha(units, total),
    };
  });
}

function spansOf(statement: LabelledStatement, part: (typeof PARTS)[number]): readonly Span[] {
  if (part !== "target") return statement[part];
  return statement.targets.flatMap(({ span }) => (span ? [span] : []));
}

function charactersOf(spans: readonly Span[]): Set<number> {
  const characters = new Set<number>();
  for (const [start, end] of spans) for (let at = start; at < end; at++) characters.add(at);
  return characters;
}

/** F1 in percent. */
function f1(a: ReadonlySet<number>, b: ReadonlySet<number>): number | null {
  return a.size + b.size === 0 ? null : (200 * intersectionSize(a, b)) / (a.size + b.size);
}

/** The mean of a function of two, over all pairs that it says something of. */
function meanOfPairs<T>(all: readonly T[], of: (a: T, b: T) => number | null): number | null {
  return meanOf(all.flatMap((a, i) => all.slice(i + 1).map((b) => of(a, b))));
}
