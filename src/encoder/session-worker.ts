import { parentPort, workerData } from "node:worker_threads";
import { AutoModel, Tensor } from "@xenova/transformers";
import onnxruntime from "onnxruntime-node";
import { OUTPUT_NAMES, type WindowInputs, type WindowOutputs } from "./outputs.js";
import { useLocalFiles } from "./tokenizer.js";

/** A worker thread: one model, one window at a time. In: {task, inputs}. Out: {ready} | {task, outputs, ms} | {task, error}. */

type RawOutput = { data: Float32Array | BigInt64Array };
type Model = (feeds: Record<string, Tensor>) => Promise<Record<string, RawOutput>>;

useOneThread();
const model = (await AutoModel.from_pretrained(useLocalFiles(String(workerData.folder)), {
  quantized: workerData.precision === "int8",
})) as unknown as Model;
await run({ ids: Int32Array.from([workerData.start, workerData.end]), features: new Uint8Array(2) });
parentPort?.postMessage({ ready: true });

parentPort?.on("message", async ({ task, inputs }: { task: number; inputs: WindowInputs }) => {
  try {
    const began = performance.now();
    const outputs = await run(inputs);
    const buffers = Object.values(outputs).map((array) => array.buffer);
    parentPort?.postMessage({ task, outputs, ms: performance.now() - began }, buffers);
  } catch (error) {
    parentPort?.postMessage({ task, error: String(error) });
  }
});

/**
 * AutoModel takes no session options, and its sessions would each take all cores. One thread a session and a session a
 * core is as fast, and lets windows of different texts run side by side.
 */
function useOneThread(): void {
  const { InferenceSession } = onnxruntime;
  const create = InferenceSession.create.bind(InferenceSession) as (...args: unknown[]) => unknown;
  const patched = (model: unknown, options: object) =>
    create(model, { ...options, intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential" });
  Object.assign(InferenceSession, { create: patched });
}

async function run({ ids, features }: WindowInputs): Promise<WindowOutputs> {
  const length = ids.length;
  const tensor = (values: BigInt64Array) => new Tensor("int64", values, [1, length]);
  const raw = await model({
    input_ids: tensor(BigInt64Array.from(ids, BigInt)),
    attention_mask: tensor(new BigInt64Array(length).fill(1n)),
    token_type_ids: tensor(BigInt64Array.from(features, BigInt)),
  });
  const entries = Object.entries(OUTPUT_NAMES).map(([key, name]) => {
    const data = raw[name]?.data;
    if (!data) throw new Error(`the model gives no ${name}`);
    // A copy of its own, as the runtime's memory cannot be handed to another thread.
    return [key, data instanceof BigInt64Array ? Int32Array.from(data, Number) : Float32Array.from(data)];
  });
  return Object.fromEntries(entries) as WindowOutputs;
}
