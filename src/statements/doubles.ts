import type { CueEdges } from "../graph/index.js";
import { type GiveWay, wordNumbers } from "../text/index.js";

/** Contents with so much in common (intersection over union of their words) are one. */
const SAME_CONTENT = 0.6;

/**
 * One statement for each content: where two cues claim the same one ("also touched on", "touched on") the surer stays. In
 * PolNeAR's training articles 4 of 19,832 statements share their content. One that is reported inside another ("he said
 * that she said …") has much of its content, and is no double.
 */
export async function withoutDoubles(edges: readonly CueEdges[], giveWay: GiveWay): Promise<CueEdges[]> {
  const kept = new Map<CueEdges, Set<number>>();
  const claims = new Map<number, CueEdges[]>();
  for (const edge of [...edges].sort((a, b) => b.confidence - a.confidence)) {
    await giveWay();
    const content = new Set(edge.content.flatMap(({ first, end }) => wordNumbers(first, end)));
    const rivals = new Set([...content].flatMap((word) => claims.get(word) ?? []));
    if ([...rivals].some((rival) => isDouble(edge, content, rival, kept.get(rival)!))) continue;
    kept.set(edge, content);
    for (const word of content) claims.set(word, [...(claims.get(word) ?? []), edge]);
  }
  return edges.filter((edge) => kept.has(edge));
}

function isDouble(a: CueEdges, contentOfA: Set<number>, b: CueEdges, contentOfB: Set<number>): boolean {
  if (contentOfA.has(b.cue.first) || contentOfB.has(a.cue.first)) return false;
  const shared = [...contentOfA].filter((word) => contentOfB.has(word)).length;
  return shared >= SAME_CONTENT * (contentOfA.size + contentOfB.size - shared);
}
