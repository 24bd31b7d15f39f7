import type { CueEdges, WordRange } from "../graph/index.js";
import type { Passage, Span, Statement } from "../schemas/index.js";
import { type GiveWay, sentenceAt, textOfWords, type Words } from "../text/index.js";
import { withoutDoubles } from "./doubles.js";
import { kindOf } from "./kind.js";
import { quotedWords } from "./quotations.js";

/** A statement whose speaker and targets have no names yet. Offsets are UTF-16 units. */
export interface DraftStatement {
  readonly edges: CueEdges;
  readonly kind: Statement["kind"];
  readonly content: Passage;
  readonly cue: Passage;
  readonly source: Passage | null;
  readonly sentence: Span;
}

/** Cue edges of all windows to statements of the document, in text order. */
export async function draftStatements(
  words: Words,
  edges: readonly CueEdges[],
  giveWay: GiveWay,
): Promise<DraftStatement[]> {
  const quoted = quotedWords(words);
  const drafts: DraftStatement[] = [];
  for (const edge of await withoutDoubles(edges, giveWay)) {
    await giveWay();
    drafts.push(draft(words, quoted, edge));
  }
  return drafts.sort((a, b) => firstOffset(a) - firstOffset(b) || a.edges.cue.first - b.edges.cue.first);
}

function draft(words: Words, quoted: Uint8Array, edges: CueEdges): DraftStatement {
  return {
    edges,
    kind: kindOf(words, quoted, edges.content),
    content: passage(words, edges.content),
    cue: passage(words, [edges.cue]),
    source: edges.source.length > 0 ? passage(words, edges.source) : null,
    sentence: sentencesAround(words, [...edges.content, ...edges.source, edges.cue]),
  };
}

function firstOffset(draft: DraftStatement): number {
  const starts = [draft.content, draft.cue, draft.source].map(
    (part) => part?.spans[0]?.[0] ?? Number.POSITIVE_INFINITY,
  );
  return Math.min(...starts);
}

function passage(words: Words, ranges: readonly WordRange[]): Passage {
  return {
    text: ranges.map(({ first, end }) => textOfWords(words, first, end)).join(" … "),
    spans: ranges.map(({ first, end }) => [words.starts[first] ?? 0, words.ends[end - 1] ?? 0]),
  };
}

/** The whole sentences that hold these words. */
function sentencesAround(words: Words, ranges: readonly WordRange[]): Span {
  const first = Math.min(...ranges.map((range) => range.first));
  const last = Math.max(...ranges.map((range) => range.end)) - 1;
  const begin = words.sentenceStarts[sentenceAt(words, first)] ?? 0;
  const end = words.sentenceStarts[sentenceAt(words, last) + 1] ?? words.starts.length;
  return [words.starts[begin] ?? 0, words.ends[end - 1] ?? 0];
}
