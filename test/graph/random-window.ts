import type { WindowOutputs } from "../../dist/encoder/index.js";
import type { WindowView } from "../../dist/graph/index.js";
import type { ModelSettings } from "../../dist/schemas/index.js";
import { findWords } from "../../dist/text/index.js";
import type { PieceDocument } from "../../dist/windows/index.js";

const NAMES = [
  "Hakan",
  "Fidan",
  "the",
  "minister",
  "he",
  "said",
  "Bagheri",
  "plan",
  "Ali",
  "war",
  ".",
  "HF",
  "Al",
];
export const WIDTH = { name: 16, mention: 8 };

/** A document of `count` words, of one to three pieces each. */
export function randomDocument(random: () => number, count: number): PieceDocument {
  const words = Array.from({ length: count }, () => NAMES[Math.floor(random() * NAMES.length)]);
  const firstPiece = new Int32Array(count + 1);
  for (let w = 0; w < count; w++) firstPiece[w + 1] = firstPiece[w]! + 1 + Math.floor(random() * 3);
  return { words: findWords(words.join(" ")), ids: new Int32Array(firstPiece[count]!), firstPiece };
}

/** Words `[begin, end)` of a document with outputs as a model without training might give them. */
export function randomWindow(
  random: () => number,
  document: PieceDocument,
  begin: number,
  end: number,
  index = 0,
): WindowView {
  const place = (word: number) => document.firstPiece[word]! - document.firstPiece[begin]! + 1;
  const pieces = place(end) + 1;
  const starts = Array.from({ length: end - begin }, (_, i) => place(begin + i));
  // The start token, a later piece, or the end token may be among the cues too; they are none.
  const cues = [0, ...starts.filter(() => random() < 0.5), pieces - 1];
  const logits = (count: number) => Float32Array.from({ length: count }, () => (random() - 0.5) * 8);
  const outputs: WindowOutputs = {
    cueLogits: logits(pieces * 3),
    cueIndex: Int32Array.from(cues),
    roleLogits: logits(cues.length * pieces * 5),
    targetLogits: logits(cues.length * pieces),
    stanceLogits: logits(cues.length * pieces * 3),
    typeLogits: logits(pieces * 5),
    nameEnd: logits(pieces * WIDTH.name),
    nameLogit: logits(pieces),
    mentionQuery: logits(pieces * WIDTH.mention),
    mentionKey: logits(pieces * WIDTH.mention),
  };
  return { document, window: { begin, end }, index, outputs };
}

export function randomSettings(random: () => number): ModelSettings {
  const biases = (length: number) => Array.from({ length }, () => (random() - 0.5) * 6);
  return {
    name: "random",
    version: "0",
    languages: ["en"],
    maxTokens: 384,
    overlapTokens: 96,
    maxNameTokens: WIDTH.name,
    specialTokens: { start: 1, end: 2 },
    wordPrefix: "",
    speakerTypes: ["person", "organization", "group", "unnamed", "none"],
    stances: ["favor", "against", "neutral"],
    cueThreshold: 0.3,
    targetThreshold: 0.35,
    maxTargets: 3,
    temperatures: { cue: 1, role: 1, target: 1, stance: 1, antecedent: 1, speakerType: 1 },
    antecedent: {
      scale: 0.125,
      distanceBias: biases(41),
      matchBias: biases(20),
      candidatesPerWindow: 4,
      strangerPenalty: random() * 4,
      acronymBonus: random() * 4,
    },
  };
}
