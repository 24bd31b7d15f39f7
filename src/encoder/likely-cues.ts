import type { WindowOutputs } from "./outputs.js";

/** Far more than sums may differ by: whoever reads the outputs applies the threshold itself. */
const MARGIN = 1e-6;

/**
 * A window's outputs without the rows of cues that begin less likely than a threshold, which nobody would read: rows are
 * most of what a process sends.
 */
export function keepLikelyCues(outputs: WindowOutputs, threshold: number): WindowOutputs {
  const { cueIndex, cueLogits, roleLogits, targetLogits, stanceLogits } = outputs;
  const rows = Array.from(cueIndex.keys()).filter(
    (row) => beginProbability(cueLogits, cueIndex[row]!) >= threshold - MARGIN,
  );
  const kept = (values: Float32Array): Float32Array => rowsOf(values, values.length / cueIndex.length, rows);
  return {
    ...outputs,
    cueIndex: Int32Array.from(rows, (row) => cueIndex[row]!),
    roleLogits: kept(roleLogits),
    targetLogits: kept(targetLogits),
    stanceLogits: kept(stanceLogits),
  };
}

function beginProbability(logits: Float32Array, piece: number): number {
  const [outside, begin, inside] = [0, 1, 2].map((tag) => logits[piece * 3 + tag]!) as [
    number,
    number,
    number,
  ];
  return 1 / (1 + Math.exp(outside - begin) + Math.exp(inside - begin));
}

function rowsOf(values: Float32Array, size: number, rows: readonly number[]): Float32Array {
  const kept = new Float32Array(size * rows.length || 0);
  rows.forEach((row, i) => {
    kept.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return kept;
}
