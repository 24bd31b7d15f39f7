import { sentenceAt } from "../text/index.js";
import { indexOfGreatest } from "./numbers.js";
import { pieceLength, pieceOf, type WindowView } from "./window-view.js";

/** Words `[first, end)`. */
export interface WordRange {
  readonly first: number;
  readonly end: number;
}

const ROLES = 5;
const NEVER = -1e9;
/** May role `to` follow role `from`? The inside of a source or content follows only its own begin or inside. */
const FOLLOWS = [0, 1, 2, 3, 4].map((from) =>
  [0, 1, 2, 3, 4].map((to) => (to === 2 || to === 4 ? from === to || from === to - 1 : true)),
);

/** The words that a cue's source and content consist of, and the mean log-probability of their roles. */
export interface Roles {
  readonly source: WordRange[];
  readonly content: WordRange[];
  readonly meanLogProbability: number;
}

/**
 * The best consistent roles of a window's words for a cue, its n-th (Viterbi over words' first pieces). Of several
 * sources one stays, as gold nearly always has one: in the cue's sentence if there is any, and the surest of those.
 */
export function decodeRoles(view: WindowView, n: number, cue: WordRange): Roles {
  const { begin, end } = view.window;
  const count = end - begin;
  const pieces = pieceLength(view);
  const logits = view.outputs.roleLogits.subarray(n * pieces * ROLES, (n + 1) * pieces * ROLES);
  const path = bestPath(view, logits, count);
  return {
    source: oneSource(view, logits, runs(path, 1, begin), cue),
    content: runs(path, 3, begin),
    meanLogProbability: meanLogProbability(view, logits, path),
  };
}

function bestPath(view: WindowView, logits: Float32Array, count: number): Uint8Array {
  const back = new Uint8Array(count * ROLES);
  let score = new Float64Array(ROLES);
  let next = new Float64Array(ROLES);
  for (let w = 0; w < count; w++) {
    const at = pieceOf(view, view.window.begin + w) * ROLES;
    for (let to = 0; to < ROLES; to++) {
      const from = w === 0 ? startOf(to) : bestBefore(score, to);
      back[w * ROLES + to] = Math.max(from, 0);
      next[to] = (from < 0 ? NEVER : (score[from] ?? 0)) + (logits[at + to] ?? 0);
    }
    [score, next] = [next, score];
  }
  return traceBack(back, indexOfGreatest(score, 0, ROLES), count);
}

function traceBack(back: Uint8Array, last: number, count: number): Uint8Array {
  const path = new Uint8Array(count);
  let role = last;
  for (let w = count - 1; w >= 0; w--) {
    path[w] = role;
    role = back[w * ROLES + role] ?? 0;
  }
  return path;
}

/** At the first word nothing may be inside. */
function startOf(to: number): number {
  return to === 2 || to === 4 ? -1 : 0;
}

function bestBefore(score: Float64Array, to: number): number {
  let best = -1;
  for (let from = 0; from < ROLES; from++) {
    if (FOLLOWS[from]?.[to] && (best < 0 || (score[from] ?? 0) > (score[best] ?? 0))) best = from;
  }
  return best;
}

function runs(path: Uint8Array, begin: number, offset: number): WordRange[] {
  const found: WordRange[] = [];
  let first = -1;
  for (let w = 0; w <= path.length; w++) {
    const role = path[w] ?? 0;
    if (first >= 0 && role !== begin + 1) {
      found.push({ first: first + offset, end: w + offset });
      first = -1;
    }
    if (role === begin) first = w;
  }
  return found;
}

function oneSource(view: WindowView, logits: Float32Array, found: WordRange[], cue: WordRange): WordRange[] {
  if (found.length < 2) return found;
  const { words } = view.document;
  const sentence = sentenceAt(words, cue.first);
  const near = found.filter(({ first }) => sentenceAt(words, first) === sentence);
  const offered = near.length > 0 ? near : found;
  const sure = offered.map((range) => sourceLogProbability(view, logits, range));
  return [offered[indexOfGreatest(sure, 0, sure.length)]!];
}

/** Mean log-probability of a range's words being part of a source. */
function sourceLogProbability(view: WindowView, logits: Float32Array, { first, end }: WordRange): number {
  let sum = 0;
  for (let word = first; word < end; word++) {
    const at = pieceOf(view, word) * ROLES;
    sum += Math.max(logits[at + 1] ?? 0, logits[at + 2] ?? 0) - logSumExp(logits, at, ROLES);
  }
  return sum / (end - first);
}

function meanLogProbability(view: WindowView, logits: Float32Array, path: Uint8Array): number {
  let sum = 0;
  let used = 0;
  for (let w = 0; w < path.length; w++) {
    const role = path[w] ?? 0;
    if (role === 0) continue;
    const at = pieceOf(view, view.window.begin + w) * ROLES;
    sum += (logits[at + role] ?? 0) - logSumExp(logits, at, ROLES);
    used++;
  }
  return used === 0 ? 0 : sum / used;
}

function logSumExp(values: Float32Array, from: number, count: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) highest = Math.max(highest, values[from + i] ?? 0);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp((values[from + i] ?? 0) - highest);
  return highest + Math.log(sum);
}
