import type { WindowOutputs } from "./outputs.js";
import { softmax } from "./softmax.js";

/**
 * A window's outputs without the rows of cues that begin less likely than a threshold, which nobody would read: rows are
 * most of what a process sends.
 */
export function keepLikelyCues(outputs: WindowOutputs, threshold: number): WindowOutputs {
  const { cueIndex, cueLogits, roleLogits, targetLogits, stanceLogits } = outputs;
  const rows = Array.from(cueIndex.keys()).filter(
    (row) => softmax(cueLogits, cueIndex[row]! * 3, 3)[1]! >= threshold,
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

function rowsOf(values: Float32Array, size: number, rows: readonly number[]): Float32Array {
  const kept = new Float32Array(size * rows.length || 0);
  rows.forEach((row, i) => {
    kept.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return kept;
}
