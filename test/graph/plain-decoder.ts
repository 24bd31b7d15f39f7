/** The slow and obvious reading of a window, as docs and training/decode.py describe it; it shares no code with src/. */
import type { WindowView } from "../../dist/graph/index.js";
import type { ModelSettings } from "../../dist/schemas/index.js";

type Range = [first: number, end: number];

export interface PlainStatement {
  cue: Range;
  source: Range[];
  content: Range[];
  targets: { range: Range; confidence: number; stance: number[] }[];
  speakerType: string;
  confidence: number;
}

const ROLES = [0, 1, 2, 3, 4];

export function plainStatements(view: WindowView, settings: ModelSettings): PlainStatement[] {
  const { begin, end } = view.window;
  const { cueLogits, cueIndex } = view.outputs;
  const tag = (word: number) => row(cueLogits, place(view, word), 3);
  const found: PlainStatement[] = [];
  [...cueIndex].forEach((piece, n) => {
    const word = range(begin, end).find((w) => place(view, w) === piece);
    if (word === undefined) return;
    const begins = softmax(tag(word))[1]!;
    if (begins < settings.cueThreshold) return;
    let last = word + 1;
    while (last < end && argmax(tag(last)) === 2) last++;
    const statement = plainStatement(view, n, [word, last], begins, settings);
    if (statement) found.push(statement);
  });
  return found;
}

function plainStatement(
  view: WindowView,
  n: number,
  cue: Range,
  begins: number,
  settings: ModelSettings,
): PlainStatement | undefined {
  const { begin, end } = view.window;
  const scores = range(begin, end).map((w) => logSoftmax(ofCue(view, view.outputs.roleLogits, n, w, 5)));
  const path = bestPath(scores);
  const content = runsOf(path, 3, begin);
  if (content.length === 0) return undefined;
  const source = surestOf(view, runsOf(path, 1, begin), scores, cue);
  const used = path.flatMap((role, i) => (role > 0 ? [scores[i]![role]!] : []));
  const mean = used.reduce((a, b) => a + b, 0) / used.length;
  const speaker = place(view, (source[0] ?? cue)[0]);
  return {
    cue,
    source,
    content,
    targets: plainTargets(view, n, content, cue, settings),
    speakerType: ["person", "organization", "group", "unnamed"][
      argmax(row(view.outputs.typeLogits, speaker, 5).slice(0, 4))
    ]!,
    confidence: begins * Math.exp(mean),
  };
}

/** One source: in the cue's sentence if any is, and of those the likeliest by the mean over its words. */
function surestOf(view: WindowView, sources: Range[], scores: number[][], cue: Range): Range[] {
  const { sentenceStarts } = view.document.words;
  const sentence = (word: number) => sentenceStarts.filter((start) => start <= word).length;
  const inCueSentence = sources.filter(([first]) => sentence(first) === sentence(cue[0]));
  const sure = ([first, end]: Range) =>
    range(first, end)
      .map((w) => Math.max(scores[w - view.window.begin]![1]!, scores[w - view.window.begin]![2]!))
      .reduce((a, b) => a + b, 0) /
    (end - first);
  const ranked = (inCueSentence.length > 0 ? inCueSentence : sources).sort((a, b) => sure(b) - sure(a));
  return ranked.slice(0, 1);
}

/** Tries every path. */
function bestPath(scores: number[][]): number[] {
  let paths: { roles: number[]; score: number }[] = [{ roles: [], score: 0 }];
  for (const score of scores) {
    paths = paths.flatMap(({ roles, score: sum }) =>
      ROLES.filter(
        (role) => role % 2 === 1 || role === 0 || [role, role - 1].includes(roles.at(-1) ?? 0),
      ).map((role) => ({ roles: [...roles, role], score: sum + score[role]! })),
    );
  }
  return paths.reduce((best, path) => (path.score > best.score ? path : best)).roles;
}

function runsOf(path: number[], base: number, offset: number): Range[] {
  const runs: Range[] = [];
  path.forEach((role, i) => {
    if (role === base) runs.push([i + offset, i + offset + 1]);
    else if (role === base + 1) runs.at(-1)![1] = i + offset + 1;
  });
  return runs;
}

function plainTargets(view: WindowView, n: number, content: Range[], cue: Range, settings: ModelSettings) {
  const ranked = [...content, cue]
    .flatMap(([first, end]) => range(first, end).map((word) => ({ word, end })))
    .map(({ word, end }) => ({
      word,
      end,
      score: sigmoid(ofCue(view, view.outputs.targetLogits, n, word, 1)[0]!),
    }))
    .sort((a, b) => b.score - a.score || a.word - b.word);
  const chosen: PlainStatement["targets"] = [];
  for (const { word, end, score } of ranked) {
    const enough =
      chosen.length > 0 && (score < settings.targetThreshold || chosen.length === settings.maxTargets);
    if (enough) break;
    const last = plainNameEnd(view, word, end);
    if (chosen.some(({ range: [a, b] }) => word < b && a < last)) continue;
    const stance = ofCue(view, view.outputs.stanceLogits, n, word, 3);
    chosen.push({ range: [word, last], confidence: score, stance });
  }
  return chosen;
}

/** The word after the last of the name that begins at `first`: the best of the words' last pieces. */
export function plainNameEnd(view: WindowView, first: number, stop: number): number {
  const { firstPiece } = view.document;
  const width = view.outputs.nameEnd.length / view.outputs.nameLogit.length;
  const logits = row(view.outputs.nameEnd, place(view, first), width);
  const ends = range(first, Math.min(stop, view.window.end))
    .map((word) => ({ end: word + 1, piece: firstPiece[word + 1]! - 1 - firstPiece[first]! }))
    .filter(({ piece }) => piece < width);
  return ends.reduce((best, one) => (logits[one.piece]! > logits[best.piece]! ? one : best)).end;
}

export function place({ document, window }: WindowView, word: number): number {
  return document.firstPiece[word]! - document.firstPiece[window.begin]! + 1;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

export function row(values: ArrayLike<number>, n: number, width: number): number[] {
  return Array.from(values).slice(n * width, (n + 1) * width);
}

function ofCue(view: WindowView, values: Float32Array, n: number, word: number, width: number): number[] {
  return row(values, n * view.outputs.nameLogit.length + place(view, word), width);
}

export function softmax(values: number[]): number[] {
  const sum = values.reduce((all, value) => all + Math.exp(value), 0);
  return values.map((value) => Math.exp(value) / sum);
}

const logSoftmax = (values: number[]) => softmax(values).map(Math.log);
const argmax = (values: number[]) => values.indexOf(Math.max(...values));
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
