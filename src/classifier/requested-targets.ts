import { pieceOf, stanceLogits, type WordRange } from "../graph/index.js";
import type { Mention, ResolvedName } from "../resolution/index.js";
import type { ModelSettings, RequestedStance, RequestedTarget } from "../schemas/index.js";
import type { DraftStatement } from "../statements/index.js";
import { findWords, textOfWords, type Words } from "../text/index.js";
import { stanceScores, strongest } from "./name-statements.js";

type Resolve = (mention: Mention) => ResolvedName;

/**
 * A statement's stance on each target that the caller named. A mention is the name or an alias as it stands, or a word
 * of it ("Fidan" for "Hakan Fidan") or one of the statement's own targets that the document resolves to the name.
 */
export function requestedStances(
  words: Words,
  draft: DraftStatement,
  requested: readonly RequestedTarget[],
  resolve: Resolve,
  settings: ModelSettings,
): RequestedStance[] {
  return requested.map((target) => {
    const names = [target.name, ...(target.aliases ?? [])].map(nameWords);
    const mention = bestMention(words, draft, names, resolve);
    if (!mention) return { name: target.name, concerned: false, span: null, stance: null, scores: null };
    const scores = stanceScores(stanceLogits(draft.edges.view, draft.edges.row, mention.first), settings);
    const span: [number, number] = [words.starts[mention.first] ?? 0, words.ends[mention.end - 1] ?? 0];
    return { name: target.name, concerned: true, span, stance: strongest(scores), scores };
  });
}

/** The mention that is likeliest to be a target of the statement. */
function bestMention(
  words: Words,
  draft: DraftStatement,
  names: string[][],
  resolve: Resolve,
): WordRange | undefined {
  const { view, row, content, cue, targets } = draft.edges;
  const isNamed = (range: WordRange) => {
    const { name } = resolve({ ...range, view });
    return (
      name !== null &&
      names.some((wanted) => sameWords(wanted, nameWords(textOfWords(words, name.first, name.end))))
    );
  };
  const literal = [...content, cue].flatMap((range) => occurrences(words, range, view.window.end, names));
  const resolved =
    literal.length > 0 ? [] : partsOfNames(words, [...content, cue], view.window.end, names).filter(isNamed);
  const own = targets.filter((target) => isNamed(target));
  const likelihood = (range: WordRange) =>
    view.outputs.targetLogits[row * view.outputs.nameLogit.length + pieceOf(view, range.first)] ?? 0;
  return [...literal, ...resolved, ...own].sort((a, b) => likelihood(b) - likelihood(a))[0];
}

function nameWords(name: string): string[] {
  const { text, starts, ends } = findWords(name);
  return Array.from(starts, (start, i) => text.slice(start, ends[i]).toLowerCase());
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function lowerWord(words: Words, w: number): string {
  return words.text.slice(words.starts[w], words.ends[w]).toLowerCase();
}

function occurrences(words: Words, range: WordRange, limit: number, names: string[][]): WordRange[] {
  const found: WordRange[] = [];
  for (let first = range.first; first < Math.min(range.end, limit); first++) {
    for (const name of names) {
      const end = first + name.length;
      if (
        name.length > 0 &&
        end <= range.end &&
        name.every((word, i) => word === lowerWord(words, first + i))
      ) {
        found.push({ first, end });
      }
    }
  }
  return found;
}

function partsOfNames(
  words: Words,
  ranges: readonly WordRange[],
  limit: number,
  names: string[][],
): WordRange[] {
  const last = new Set(names.map((name) => name.at(-1)));
  return ranges.flatMap(({ first, end }) =>
    Array.from({ length: Math.max(0, Math.min(end, limit) - first) }, (_, i) => ({
      first: first + i,
      end: first + i + 1,
    })).filter((word) => last.has(lowerWord(words, word.first))),
  );
}
